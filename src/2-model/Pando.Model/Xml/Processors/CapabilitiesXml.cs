using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using Pando.Model.Host;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Processors;

/// <summary>A machine type as <c>capabilities</c> lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StandsFor">The full name of the type that this is another name of; null for a type itself.</param>
/// <param name="MostVcpus">The most virtual processors.</param>
/// <param name="Deprecated">Whether it is advised against.</param>
public sealed record ListedMachine(string Name, string? StandsFor, int MostVcpus, bool Deprecated);

/// <summary>What runs guests, and which.</summary>
/// <param name="Emulator">The program.</param>
/// <param name="Architecture">What it emulates.</param>
/// <param name="Machines">Its machine types.</param>
/// <param name="Types">The types of machines that can be run.</param>
public sealed record GuestOffer(string Emulator, string Architecture, IReadOnlyList<ListedMachine> Machines, IReadOnlyList<DomainType> Types);

/// <summary>A host and what it can run (libvirt's formatcaps).</summary>
/// <param name="Hardware">The host.</param>
/// <param name="Model">The name nearest to its processor, of which it has all; null where there is none.</param>
/// <param name="Vendor">Its maker, as definitions name it; null for one that they have no name for.</param>
/// <param name="Features">What it has more than the model.</param>
/// <param name="Guests">What it can run.</param>
public sealed record HostCapabilities(
    HostHardware Hardware, string? Model, string? Vendor, IReadOnlyList<string> Features, IReadOnlyList<GuestOffer> Guests);

/// <summary>Writes <c>capabilities</c>.</summary>
public static class CapabilitiesXml
{
    private const int KiBOfMiB = 1024;

    /// <summary>The document.</summary>
    public static string Write(HostCapabilities capabilities)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        var host = capabilities.Hardware;
        return XmlText.Of(new XElement("capabilities",
            new XElement("host",
                new XElement("uuid", host.Uuid.ToString("D")),
                Cpu(capabilities),
                // A host is not put to sleep from here.
                new XElement("power_management"),
                new XElement("iommu", YesNo("support", host.Iommu)),
                new XElement("topology",
                    new XElement("cells", Attribute("num", host.Cells.Count), host.Cells.Items.Select(Cell))),
                host.Caches.IsEmpty ? null : new XElement("cache", host.Caches.Items.Select(Bank)),
                host.SecurityModels.Items.Select(Security)),
            capabilities.Guests.Select(Guest)));
    }

    private static XElement Cpu(HostCapabilities capabilities)
    {
        var (host, processor) = (capabilities.Hardware, capabilities.Hardware.Processor);
        return new XElement("cpu",
            new XElement("arch", host.Architecture),
            Text("model", capabilities.Model),
            Text("vendor", capabilities.Vendor),
            processor?.Microcode is { } version ? new XElement("microcode", Attribute("version", version)) : null,
            processor is null ? null : new XElement("signature",
                Attribute("family", processor.Family), Attribute("model", processor.Model), Attribute("stepping", processor.Stepping)),
            host.TimeStampCounter is { } counter ? new XElement("counter",
                Attribute("name", "tsc"), new XAttribute("frequency", counter.FrequencyHz), YesNo("scaling", counter.Scales)) : null,
            host.Arrangement is not { } arrangement ? null : new XElement("topology",
                Attribute("sockets", arrangement.Sockets), Attribute("dies", arrangement.Dies),
                Attribute("cores", arrangement.Cores), Attribute("threads", arrangement.Threads)),
            processor?.PhysicalBits is { } bits ? new XElement("maxphysaddr", Attribute("mode", "emulate"), Attribute("bits", bits)) : null,
            capabilities.Features.Select(feature => new XElement("feature", Attribute("name", feature))),
            host.PageSizesKiB.Items.Select(size => new XElement("pages", Attribute("unit", "KiB"), Attribute("size", size))));
    }

    private static XElement Cell(HostCell cell) => new("cell",
        Attribute("id", cell.Number),
        new XElement("memory", Attribute("unit", "KiB"), Number(cell.MemoryKiB)),
        cell.Pages.Items.Select(pages => new XElement("pages", Attribute("unit", "KiB"), Attribute("size", pages.SizeKiB), Number(pages.Count))),
        cell.Distances.IsEmpty ? null : new XElement("distances", cell.Distances.Items.Select(distance =>
            new XElement("sibling", Attribute("id", distance.Cell), Attribute("value", distance.Value)))),
        new XElement("cpus", Attribute("num", cell.Threads.Count), cell.Threads.Items.Select(thread => new XElement("cpu",
            Attribute("id", thread.Number), Attribute("socket_id", thread.Socket), Attribute("die_id", thread.Die),
            Attribute("core_id", thread.Core), Attribute("siblings", thread.Siblings)))));

    private static XElement Bank(HostCacheBank bank)
    {
        var whole = bank.SizeKiB % KiBOfMiB == 0;
        return new XElement("bank",
            Attribute("id", bank.Id), Attribute("level", bank.Level), Attribute("type", bank.Kind),
            Attribute("size", whole ? bank.SizeKiB / KiBOfMiB : bank.SizeKiB), Attribute("unit", whole ? "MiB" : "KiB"), Attribute("cpus", bank.Processors));
    }

    private static XElement Security(HostSecurityModel model) => new("secmodel",
        new XElement("model", model.Name),
        new XElement("doi", "0"),
        Label(DomainType.Kvm, model.Kvm),
        Label(DomainType.Qemu, model.Translated));

    private static XElement? Label(DomainType type, string? label) =>
        label is null ? null : new XElement("baselabel", Word<DomainType>("type", type), label);

    private static XElement Guest(GuestOffer guest) => new("guest",
        new XElement("os_type", "hvm"),
        new XElement("arch",
            Attribute("name", guest.Architecture),
            new XElement("wordsize", "64"),
            new XElement("emulator", guest.Emulator),
            guest.Machines.Select(machine => new XElement("machine",
                Attribute("canonical", machine.StandsFor), Attribute("maxCpus", machine.MostVcpus), Attribute("deprecated", machine.Deprecated ? "yes" : null), machine.Name)),
            guest.Types.Select(type => new XElement("domain", Word<DomainType>("type", type)))),
        new XElement("features",
            new XElement("acpi", Attribute("default", "on"), Attribute("toggle", "yes")),
            new XElement("apic", Attribute("default", "on"), Attribute("toggle", "no")),
            new XElement("cpuselection"),
            new XElement("deviceboot"),
            // No snapshots of disks that are in use yet.
            new XElement("disksnapshot", Attribute("default", "off"), Attribute("toggle", "no"))));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
