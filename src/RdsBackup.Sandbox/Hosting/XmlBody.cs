using System.Xml.Linq;

namespace RdsBackup.Sandbox;

/// <summary>Answers in XML.</summary>
internal static class XmlBody
{
    /// <summary>Writes a document whose elements, made without a namespace, all belong to one.</summary>
    public static async Task WriteAsync(HttpContext http, XNamespace ns, XElement root, string contentType = "application/xml")
    {
        foreach (XElement element in root.DescendantsAndSelf())
        {
            element.Name = ns + element.Name.LocalName;
        }

        http.Response.ContentType = contentType;
        await http.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{root}", http.RequestAborted);
    }
}
