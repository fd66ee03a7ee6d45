using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace RdsBackup.Sandbox;

/// <summary>One authenticated request to S3, with the little that all operations need of HTTP.</summary>
internal sealed record S3Call(HttpContext Http, SandboxRequest Request, SigV4 Signature, Fault Fault)
{
    public static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    public string Key => Request.Key;

    public S3Payload Payload => new(Http.Request, Signature);

    public string? Header(string name) => Http.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;

    public string? Query(string name) => Request.Query.GetValueOrDefault(name);

    public int Number(string name, int otherwise) =>
        Query(name) is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number >= 0 ? number
        : throw new RefusedException(400, "InvalidArgument", $"Provided {name} not an integer or within integer range");

    /// <summary>The body as XML, its elements' namespaces removed.</summary>
    /// <param name="isChecksumOfBody">Whether a checksum header is about the body; completing an upload announces the object's.</param>
    public async Task<XElement> ReadXmlAsync(bool isChecksumOfBody = true)
    {
        try
        {
            using MemoryStream body = new(await new S3Payload(Http.Request, Signature, isChecksumOfBody).ReadAsync());
            XElement root = XElement.Load(body);
            foreach (XElement element in root.DescendantsAndSelf())
            {
                element.Name = element.Name.LocalName;
            }

            return root;
        }
        catch (XmlException)
        {
            throw new RefusedException(400, "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
        }
    }

    public Task WriteXmlAsync(string name, params object?[] content) => XmlBody.WriteAsync(Http, Namespace, new XElement(name, content));

    public void Finish(int status) => Http.Response.StatusCode = status;

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
