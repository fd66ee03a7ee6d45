using System.Net;
using Amazon.Runtime;

namespace RdsBackup.Aws;

/// <summary>One call of the query protocol, with what became of it so far.</summary>
/// <param name="body">Operation and parameters.</param>
internal sealed class AwsQueryRequest(AwsQueryBody body) : AmazonWebServiceRequest
{
    /// <summary>The operation.</summary>
    public string Action => body.Action;

    /// <summary>Operation and parameters.</summary>
    public AwsQueryBody Body => body;

    /// <summary>Whether an attempt failed without an answer that says that nothing was done.</summary>
    public bool MayHaveBeenDone { get; private set; }

    /// <summary>Takes note of an attempt that failed.</summary>
    public void NoteFailure(Exception exception) =>
        MayHaveBeenDone |= exception is not AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError };
}
