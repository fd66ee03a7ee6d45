using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RdsBackup.Core.Tests.Aliyun.Credentials;

/// <summary>What the server was asked.</summary>
public sealed record ReceivedRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>What the server answers.</summary>
public sealed record ScriptedAnswer(string Body, int Status = 200);

/// <summary>The metadata service, STS or a credential address on loopback: answers as the test says, and remembers what it was asked.</summary>
public sealed class CredentialServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CredentialServer(WebApplication app) => _app = app;

    public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();

    public Uri Address => new(_app.Urls.Single() + "/");

    public static Task<CredentialServer> StartAsync(Func<ReceivedRequest, ScriptedAnswer> answer) =>
        StartAsync(request => Task.FromResult(answer(request)));

    public static async Task<CredentialServer> StartAsync(Func<ReceivedRequest, Task<ScriptedAnswer>> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new CredentialServer(builder.Build());
        server._app.Run(context => server.AnswerAsync(context, answer));
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, Func<ReceivedRequest, Task<ScriptedAnswer>> answer)
    {
        using var body = new StreamReader(context.Request.Body, Encoding.UTF8);
        var request = new ReceivedRequest(
            context.Request.Method,
            context.Request.Path.Value ?? "/",
            context.Request.QueryString.Value ?? "",
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await body.ReadToEndAsync(context.RequestAborted));
        Requests.Enqueue(request);
        ScriptedAnswer scripted = await answer(request);
        context.Response.StatusCode = scripted.Status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(scripted.Body, context.RequestAborted);
    }
}
