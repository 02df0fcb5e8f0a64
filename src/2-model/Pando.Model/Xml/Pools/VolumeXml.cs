using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Errors;
using Pando.Model.Pools;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Pools;

/// <summary>libvirt's volume XML in and out (<see href="https://libvirt.org/formatstorage.html"/>).</summary>
public static class VolumeXml
{
    private const int ClusterBytes = 64 << 10;

    /// <summary>
    /// Reads what is asked for. What libvirt's own text of a volume has beside it (its key, its times, whose it is) is
    /// passed over: so a volume's text can be given back with another name.
    /// </summary>
    /// <exception cref="CallerException"><c>definition.…</c>, with the line and the path of the element; <c>storage.bad-format</c>.</exception>
    public static VolumeDefinition Read(string text)
    {
        var volume = new ElementReader(HostileXml.Read(text));
        if (volume.Name != "volume")
        {
            throw volume.Fails(ErrorCodes.Definition.Unsupported, ("reason", $"<{volume.Name}>"));
        }
        volume.Only("type", "file");
        Pass(volume, "key", "source", "physical");
        var definition = new VolumeDefinition
        {
            Name = volume.RequiredChild("name").RequiredText(),
            CapacityBytes = volume.Child("capacity") is { } capacity ? ScaledBytes.Read(capacity, least: 0) : null,
            AllocationBytes = volume.Child("allocation") is { } allocation ? ScaledBytes.Read(allocation, least: 0) : null,
            Backing = volume.Child("backingStore") is { } below ? Backing(below) : null,
        };
        if (volume.Child("target") is { } target)
        {
            definition = Target(definition, target);
        }
        volume.End();
        return definition;
    }

    /// <summary>Writes what is there.</summary>
    public static string Write(VolumeDescription volume)
    {
        ArgumentNullException.ThrowIfNull(volume);
        return XmlText.Of(new XElement(
            "volume",
            Attribute("type", "file"),
            Text("name", volume.Name),
            // A file's key is where it is.
            Text("key", volume.Path),
            PoolXml.Bytes("capacity", volume.CapacityBytes),
            PoolXml.Bytes("allocation", volume.AllocationBytes),
            PoolXml.Bytes("physical", volume.PhysicalBytes),
            new XElement(
                "target",
                Text("path", volume.Path),
                new XElement("format", Attribute("type", volume.Format)),
                volume.Permissions is { } permissions ? PermissionsXml.Write(permissions) : null,
                new XElement("timestamps", Text("mtime", Time(volume.ModifiedAt)))),
            volume.Backing is { } below ? new XElement("backingStore", Text("path", below.Path), new XElement("format", Attribute("type", below.Format))) : null));
    }

    private static VolumeDefinition Target(VolumeDefinition definition, ElementReader target)
    {
        Pass(target, "path", "timestamps");
        // Whose a volume's file is, is not for its maker to say: machines are handed it open.
        if (target.Child("permissions") is { } permissions)
        {
            PermissionsXml.Read(permissions);
        }
        var compat = target.Child("compat");
        if (compat?.Text() is { } version and not "1.1")
        {
            throw compat.BadValue(null, version, "1.1");
        }
        if (target.Child("clusterSize") is { } cluster && ScaledBytes.Read(cluster) is var size and not ClusterBytes)
        {
            throw cluster.BadValue(null, size.ToString(CultureInfo.InvariantCulture), ClusterBytes.ToString(CultureInfo.InvariantCulture));
        }
        return definition with
        {
            Format = Format(target) ?? definition.Format,
            LazyRefcounts = target.Child("features")?.Flag("lazy_refcounts") == true,
        };
    }

    private static VolumeBacking Backing(ElementReader below)
    {
        Pass(below, "permissions", "timestamps");
        return new VolumeBacking(
            below.RequiredChild("path").TextPath() ?? throw below.Missing("path"),
            // Where nothing is said it is raw, as libvirt has it: what an image says of itself is never believed.
            Format(below) ?? "raw");
    }

    private static string? Format(ElementReader parent)
    {
        if (parent.Child("format") is not { } format)
        {
            return null;
        }
        var word = format.RequiredAttribute("type");
        return word is "raw" or "qcow2" ? word : throw new CallerException(ErrorCodes.Storage.BadFormat, ("format", word));
    }

    private static void Pass(ElementReader parent, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            parent.Child(name)?.Whole();
        }
    }

    private static string Time(DateTimeOffset time)
    {
        var ticks = (time - DateTimeOffset.UnixEpoch).Ticks;
        return string.Create(CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerSecond}.{ticks % TimeSpan.TicksPerSecond * 100:D9}");
    }
}
