using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Errors;
using Pando.Model.Pools;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Pools;

/// <summary>
/// libvirt's pool XML in and out (<see href="https://libvirt.org/formatstorage.html"/>). What this version does not know is refused,
/// never dropped; what is written can be read again and gives the same definition.
/// </summary>
public static class PoolXml
{
    // libvirt's other kinds.
    private static readonly string[] OtherKinds =
        ["fs", "netfs", "logical", "disk", "iscsi", "iscsi-direct", "scsi", "mpath", "rbd", "sheepdog", "gluster", "zfs", "vstorage"];

    /// <summary>libvirt's kinds of pools that cannot be had here.</summary>
    public static IReadOnlyList<string> KindsThatAreNot => OtherKinds;

    /// <summary>Reads a definition; one without a uuid gets a new one.</summary>
    /// <exception cref="CallerException"><c>definition.…</c>, with the line and the path of the element; <c>storage.pool-kind</c>.</exception>
    public static PoolDefinition Read(string text)
    {
        var pool = new ElementReader(HostileXml.Read(text));
        if (pool.Name != "pool")
        {
            throw pool.Fails(ErrorCodes.Definition.Unsupported, ("reason", $"<{pool.Name}>"));
        }
        RequireDirectory(pool);
        // What it holds at the moment says nothing of what is asked.
        foreach (var figure in new[] { "capacity", "allocation", "available" })
        {
            pool.Child(figure)?.Whole();
        }
        // A directory comes from nowhere: libvirt writes the element empty.
        pool.Child("source");
        var id = pool.Child("uuid") is { } uuid ? Id(uuid) : (PoolId?)null;
        var name = Name(pool.Child("name"), id, pool);
        var target = pool.RequiredChild("target");
        var definition = new PoolDefinition
        {
            Id = id ?? PoolId.New(),
            Name = name,
            Path = Path(target.RequiredChild("path")),
            Permissions = target.Child("permissions") is { } permissions ? PermissionsXml.Read(permissions) : new(),
        };
        pool.End();
        return definition;
    }

    /// <summary>Writes it; the same definition always gives the same text.</summary>
    /// <param name="definition">What is written.</param>
    /// <param name="room">How much it holds; null tells nothing of it, as is right for what is stored.</param>
    public static string Write(PoolDefinition definition, PoolRoom? room = null)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return XmlText.Of(new XElement(
            "pool",
            Attribute("type", definition.Kind),
            Text("name", definition.Name),
            Text("uuid", definition.Id.ToString()),
            Bytes("capacity", room?.Capacity),
            Bytes("allocation", room?.Allocation),
            Bytes("available", room?.Available),
            new XElement("source"),
            new XElement("target", Text("path", definition.Path), PermissionsXml.Write(definition.Permissions))));
    }

    /// <summary>A number of bytes, in libvirt's form.</summary>
    internal static XElement? Bytes(string name, long? bytes) =>
        bytes is { } known ? new XElement(name, Attribute("unit", "bytes"), known.ToString(CultureInfo.InvariantCulture)) : null;

    private static void RequireDirectory(ElementReader pool)
    {
        var kind = pool.RequiredAttribute("type");
        if (OtherKinds.Contains(kind))
        {
            throw new CallerException(ErrorCodes.Storage.PoolKind, ("kind", kind));
        }
        pool.Only("type", PoolDefinition.DirKind);
    }

    private static PoolId Id(ElementReader uuid)
    {
        var text = uuid.RequiredText().Trim();
        return PoolId.TryParse(text, out var id) && id != default ? id : throw uuid.BadValue(null, text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, ≠ 0");
    }

    private static string Name(ElementReader? element, PoolId? id, ElementReader pool)
    {
        if (element is null)
        {
            // As libvirt has it, a pool without a name is called after its uuid.
            return id?.ToString() ?? throw pool.Missing("name");
        }
        var text = element.RequiredText();
        var good = text.Length <= 255 && !string.IsNullOrWhiteSpace(text) && text.Any(static letter => letter != '.')
            && !text.Any(static letter => letter == '/' || char.IsControl(letter));
        return good ? text : throw element.BadValue(null, text, "1…255, ≠ '/', '.', '..', \\n");
    }

    /// <summary>The path in its one form: two definitions of the same directory have the same.</summary>
    private static string Path(ElementReader element)
    {
        var text = element.TextPath() ?? throw element.Fails(ErrorCodes.Definition.Missing);
        var parts = text.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static part => part != ".").ToArray();
        // With links on the way, what ".." leads to changes under one's feet.
        return Array.TrueForAll(parts, static part => part != "..") && !text.Any(char.IsControl) ? "/" + string.Join('/', parts) : throw element.BadValue(null, text, "/…, ≠ '..'");
    }
}
