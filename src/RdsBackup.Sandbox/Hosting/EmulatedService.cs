using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace RdsBackup.Sandbox;

/// <summary>One emulated service: describes requests, applies the faults, logs, and answers errors in its own form.</summary>
internal abstract class EmulatedService(TimeProvider time, FaultRules faults, ConcurrentQueue<SandboxRequest> log)
{
    protected TimeProvider Time { get; } = time;

    /// <summary>Starts a listener of this service on a loopback port.</summary>
    /// <param name="address">The loopback address.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="listener">Handed to <see cref="DescribeAsync"/>: tells the listeners of one service apart.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public async Task<WebApplication> ListenAsync(IPAddress address, int port, string listener, CancellationToken cancellationToken)
    {
        // Empty: no settings files, which would be watched through every folder below the current one.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "RdsBackup.Sandbox" });
        builder.WebHost.UseKestrelCore();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(address, port);
        });
        WebApplication application = builder.Build();
        application.Run(http => InvokeAsync(http, listener));
        await application.StartAsync(cancellationToken);
        return application;
    }

    /// <summary>Where a started listener is.</summary>
    public static Uri EndpointOf(WebApplication application) =>
        new(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Names what is asked for, before anything is checked. Reads the body first where that names the operation.</summary>
    protected abstract ValueTask<SandboxRequest> DescribeAsync(HttpContext http, string listener);

    protected abstract Task HandleAsync(HttpContext http, SandboxRequest request, Fault fault);

    protected abstract Task WriteErrorAsync(HttpContext http, SandboxRequest request, Refusal refusal);

    protected static Dictionary<string, string> QueryOf(HttpContext http) =>
        http.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    protected static Dictionary<string, string> HeadersOf(HttpContext http) =>
        http.Request.Headers.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    private static readonly Fault None = new();

    // Kestrel holds connections weakly: one whose stalled request nothing else refers to would be collected, and so reset.
    private readonly ConcurrentDictionary<HttpContext, SandboxRequest> _underWay = new();

    private async Task InvokeAsync(HttpContext http, string listener)
    {
        SandboxRequest request = await DescribeAsync(http, listener);
        log.Enqueue(request);
        Fault fault = faults.For(request) ?? None;
        http.Request.Body = new RequestBody(http.Request.Body, http, request, fault);
        http.Response.Body = new ResponseBody(http.Response.Body, http, request, fault);
        // The service's clock, not the machine's: clients correct their skew from this header.
        http.Response.Headers.Date = Time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        http.Response.OnStarting(() =>
        {
            request.Status = http.Response.StatusCode;
            return Task.CompletedTask;
        });
        _underWay[http] = request;
        try
        {
            await AnswerAsync(http, request, fault);
        }
        finally
        {
            _underWay.TryRemove(http, out _);
        }

        if (fault.CutAfter is not null)
        {
            http.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext http, SandboxRequest request, Fault fault)
    {
        try
        {
            await (fault.Before?.Invoke(http.RequestAborted) ?? Task.CompletedTask);
            if (fault.Refuse is { } refusal)
            {
                throw new RefusedException(refusal);
            }

            await HandleAsync(http, request, fault);
        }
        catch (RefusedException refused) when (!http.Response.HasStarted)
        {
            http.Response.StatusCode = refused.Refusal.Status;
            foreach ((string name, string value) in refused.Refusal.Headers)
            {
                http.Response.Headers[name] = value;
            }

            await WriteErrorAsync(http, request, refused.Refusal);
        }
        catch (Exception broken) when (broken is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            // The client left, or a fault cut the connection: there is nobody to answer.
            http.Abort();
        }
    }
}
