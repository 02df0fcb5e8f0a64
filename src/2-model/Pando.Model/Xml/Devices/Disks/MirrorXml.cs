using System.Xml.Linq;
using Pando.Model.Domains.Devices;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Devices;

/// <summary>The <c>mirror</c> of a disk of a running machine.</summary>
internal static class MirrorXml
{
    public static DiskMirror? Read(ElementReader disk)
    {
        if (disk.Child("mirror") is not { } mirror)
        {
            return null;
        }
        // An older form of the same, which libvirt writes beside the newer one.
        mirror.Ignore("file", "format");
        var target = SourceXml.Read(mirror) ?? throw mirror.Missing("source");
        return new DiskMirror
        {
            Job = mirror.Word<MirrorJob>("job") ?? MirrorJob.Copy,
            Target = target,
            Format = mirror.Child("format")?.RequiredWord<DiskFormat>("type"),
            Readiness = mirror.Word<MirrorReadiness>("ready"),
            Backing = mirror.Child("backingStore") is { } backing ? BackingXml.Read(backing) : null,
        };
    }

    public static XElement? Write(DiskMirror? mirror, DomainXmlOptions options) => mirror is null || !options.Live ? null : new XElement("mirror",
        Word<DiskSourceKind>("type", SourceXml.KindOf(mirror.Target)),
        Word<MirrorJob>("job", mirror.Job),
        Word("ready", mirror.Readiness),
        mirror.Format is null ? null : new XElement("format", Word("type", mirror.Format)),
        SourceXml.Write(mirror.Target, options),
        mirror.Backing is null ? null : BackingXml.Write(mirror.Backing, options));
}
