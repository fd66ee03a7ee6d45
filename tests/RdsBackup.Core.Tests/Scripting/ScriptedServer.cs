using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace RdsBackup.Core.Tests.Scripting;

/// <summary>A request that arrived at a <see cref="ScriptedServer"/>.</summary>
internal sealed record ScriptedRequest(
    int Number, string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public IReadOnlyDictionary<string, string> Query { get; } =
        QueryHelpers.ParseQuery(new Uri("http://host" + Target).Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
}

/// <summary>What a <see cref="ScriptedServer"/> answers.</summary>
internal sealed record ScriptedAnswer(int Status, string Body)
{
    public string ContentType { get; init; } = "application/json;charset=utf-8";

    public Dictionary<string, string> Headers { get; private init; } = [];

    /// <summary>Runs before anything is sent.</summary>
    public Func<Task> BeforeBody { get; init; } = () => Task.CompletedTask;

    /// <summary>Runs when the body was sent; the connection then breaks before the announced end.</summary>
    public Func<Task>? BreakAfterBody { get; init; }

    public ScriptedAnswer WithHeader(string name, string value) => this with { Headers = new(Headers) { [name] = value } };

    public static ScriptedAnswer Error(int status, string code, string message = "No.") =>
        new(status, $$"""{"Code":"{{code}}","Message":"{{message}}","RequestId":"REQ-1","HostId":"rds.aliyuncs.com"}""");
}

/// <summary>A loopback HTTP server that answers what the test says and keeps what it was asked.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private int _count;

    private ScriptedServer(Func<ScriptedRequest, ScriptedAnswer> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(context => AnswerAsync(context, answer));
    }

    public Uri Address => new(_app.Urls.Single());

    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    public static async Task<ScriptedServer> StartAsync(Func<ScriptedRequest, ScriptedAnswer> answer)
    {
        var server = new ScriptedServer(answer);
        await server._app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, Func<ScriptedRequest, ScriptedAnswer> decide)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var request = new ScriptedRequest(
            Interlocked.Increment(ref _count), context.Request.Method, target,
            context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            await reader.ReadToEndAsync(context.RequestAborted));
        _requests.Enqueue(request);

        ScriptedAnswer answer = decide(request);
        await answer.BeforeBody();
        byte[] body = Encoding.UTF8.GetBytes(answer.Body);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        foreach ((string name, string value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.ContentLength = body.Length + (answer.BreakAfterBody is null ? 0 : 1);
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
        if (answer.BreakAfterBody is not null)
        {
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await answer.BreakAfterBody();
            context.Abort();
        }
    }
}
