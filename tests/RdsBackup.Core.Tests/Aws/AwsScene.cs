using Amazon.Runtime;
using RdsBackup.Aws;
using RdsBackup.Core.Tests.Scripting;
using RdsBackup.Diagnostics;

namespace RdsBackup.Core.Tests.Aws;

/// <summary>A client of Amazon RDS and a scripted server it speaks to. Waits between tries end at once; those of the SDK itself do not.</summary>
internal sealed class AwsScene : IAsyncDisposable
{
    public const string KeyId = "AKIDEXAMPLE";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private const string Namespace = "http://rds.amazonaws.com/doc/2014-10-31/";
    private static readonly AwsRetrySettings SingleTries = new() { SdkRetries = 0 };

    private AwsScene(ScriptedServer server, AwsRdsClient client, SkippingTimeProvider time)
    {
        Server = server;
        Client = client;
        Time = time;
    }

    public ScriptedServer Server { get; }

    public AwsRdsClient Client { get; }

    public SkippingTimeProvider Time { get; }

    /// <summary>Sets the scene; unless told otherwise, the SDK makes no tries of its own.</summary>
    public static async Task<AwsScene> SetAsync(
        Func<ScriptedRequest, ScriptedAnswer> answer, AwsRetrySettings? retry = null, Func<Task<AWSCredentials>>? credentials = null,
        string? sessionToken = null, OperationLog? log = null)
    {
        ScriptedServer server = await ScriptedServer.StartAsync(answer);
        SkippingTimeProvider time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        AwsClientOptions options = new()
        {
            Region = "us-east-1",
            AccessKeyId = KeyId,
            SecretAccessKey = Secret,
            SessionToken = sessionToken,
            EndpointUrl = server.Address,
            TimeProvider = time,
            Log = log,
        };
        AwsRdsClient client = await AwsRdsClient.ConnectAsync(
            options, retry ?? SingleTries, credentials ?? (() => CredentialChain.FindAsync(options)), TestContext.Current.CancellationToken);
        return new AwsScene(server, client, time);
    }

    /// <summary>An answer with the given content of the result.</summary>
    public static ScriptedAnswer Result(string operation, string content) => new(
        200,
        $"<{operation}Response xmlns=\"{Namespace}\"><{operation}Result>{content}</{operation}Result>"
            + $"<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></{operation}Response>")
    {
        ContentType = "text/xml",
    };

    /// <summary>An error of the API.</summary>
    public static ScriptedAnswer Error(int status, string code, string message = "No.") => new(
        status,
        $"<ErrorResponse xmlns=\"{Namespace}\"><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
            + "<RequestId>r-9</RequestId></ErrorResponse>")
    {
        ContentType = "text/xml",
    };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
