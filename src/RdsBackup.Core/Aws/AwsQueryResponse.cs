using System.Xml.Linq;
using Amazon.Runtime;

namespace RdsBackup.Aws;

/// <summary>An answer of the query protocol.</summary>
internal sealed class AwsQueryResponse : AmazonWebServiceResponse
{
    /// <summary>The element <c>{Operation}Result</c>; an empty one when the answer has none.</summary>
    public XElement Result { get; init; } = new("Result");
}
