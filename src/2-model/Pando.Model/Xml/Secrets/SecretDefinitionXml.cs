using System.Xml.Linq;
using Pando.Model.Errors;
using Pando.Model.Secrets;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Secrets;

/// <summary>libvirt's secret XML in and out (<see href="https://libvirt.org/formatsecret.html"/>). It never has the value in it.</summary>
public static class SecretDefinitionXml
{
    /// <summary>Reads a definition; one without a uuid gets a new one.</summary>
    /// <exception cref="CallerException"><c>definition.…</c>, with the line and the path of the element.</exception>
    public static SecretDefinition Read(string text)
    {
        var root = new ElementReader(HostileXml.Read(text));
        if (root.Name != "secret")
        {
            throw root.Fails(ErrorCodes.Definition.Unsupported, ("reason", $"<{root.Name}>"));
        }
        var definition = new SecretDefinition
        {
            Ephemeral = root.YesNo("ephemeral") ?? false,
            Private = root.YesNo("private") ?? false,
            Id = root.Child("uuid") is { } uuid ? Uuid(uuid) : Guid.NewGuid(),
            Description = root.Child("description")?.Text(),
            Usage = root.Child("usage") is { } usage ? Usage(usage) : null,
        };
        root.End();
        return definition;
    }

    /// <summary>Writes it.</summary>
    public static string Write(SecretDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return XmlText.Of(new XElement(
            "secret",
            YesNo("ephemeral", definition.Ephemeral),
            YesNo("private", definition.Private),
            Text("uuid", definition.Id.ToString()),
            Text("description", definition.Description),
            definition.Usage is { } usage ? new XElement("usage", Word<SecretUsageKind>("type", usage.Kind), new XElement(Holder(usage.Kind), usage.Name)) : null));
    }

    private static Guid Uuid(ElementReader uuid) =>
        Guid.TryParse(uuid.RequiredText().Trim(), out var id) ? id : throw uuid.BadValue(null, uuid.RequiredText(), "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");

    private static SecretUsage? Usage(ElementReader usage)
    {
        // libvirt's word for a secret that has no use.
        if (usage.Attribute("type") == "none")
        {
            return null;
        }
        var kind = usage.RequiredWord<SecretUsageKind>("type");
        return new SecretUsage(kind, usage.RequiredChild(Holder(kind)).RequiredText());
    }

    private static string Holder(SecretUsageKind kind) => kind switch
    {
        SecretUsageKind.Volume => "volume",
        SecretUsageKind.Iscsi => "target",
        _ => "name",
    };
}
