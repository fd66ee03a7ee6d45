using System.Net;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace RdsBackup.Aws;

/// <summary>Reads answers of the query protocol, and its errors.</summary>
internal sealed class AwsQueryUnmarshaller : XmlResponseUnmarshaller
{
    /// <inheritdoc/>
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        XElement root = Load(input.Stream);
        XElement? result = root.Elements().FirstOrDefault(element => element.Name.LocalName.EndsWith("Result", StringComparison.Ordinal));
        return root.Name.LocalName.EndsWith("Response", StringComparison.Ordinal)
            ? new AwsQueryResponse { Result = result ?? new XElement("Result") }
            : throw new XmlException($"<{root.Name.LocalName}>");
    }

    /// <inheritdoc/>
    public override AmazonServiceException UnmarshallException(XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        string? requestIdHeader = input.ResponseData.GetHeaderValue("x-amzn-RequestId");
        XElement? answer = TryLoad(input.Stream);
        XElement? error = answer?.Child("Error");
        return new AmazonServiceException(
            error?.Text("Message") ?? $"HTTP {(int)statusCode} {statusCode}",
            innerException,
            error?.Text("Type") == "Receiver" ? ErrorType.Receiver : ErrorType.Sender,
            error?.Text("Code") ?? "",
            answer?.Text("RequestId") ?? requestIdHeader,
            statusCode);
    }

    // Something else may answer, such as a proxy: its page says nothing, its status may.
    private static XElement? TryLoad(Stream stream)
    {
        try
        {
            return Load(stream);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static XElement Load(Stream stream)
    {
        using XmlReader reader = XmlReader.Create(stream);
        return XElement.Load(reader);
    }
}
