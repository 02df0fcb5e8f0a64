using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>A <c>secret</c> element: it names a secret and does not hold it.</summary>
internal static class SecretXml
{
    public static SecretReference Read(ElementReader secret)
    {
        var id = secret.Attribute("uuid");
        var usage = secret.Attribute("usage");
        return (id, usage) switch
        {
            ({ } text, null) => Guid.TryParse(text, out var uuid) ? new SecretReference(uuid, null) : throw secret.BadValue("uuid", text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"),
            (null, { Length: > 0 }) => new SecretReference(null, usage),
            (null, _) => throw secret.Missing("@uuid"),
            _ => throw secret.Conflict("@uuid, @usage"),
        };
    }

    public static XElement Write(SecretReference secret, string? type) =>
        new("secret", Attribute("type", type), Attribute("uuid", secret.Id?.ToString()), Attribute("usage", secret.Usage));
}
