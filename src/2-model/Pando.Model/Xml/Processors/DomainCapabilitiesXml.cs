using System.Globalization;
using System.Xml.Linq;
using Pando.Model.Domains;
using static Pando.Model.Xml.Markup;

namespace Pando.Model.Xml.Processors;

/// <summary>A model as <c>domainCapabilities</c> lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Usable">Whether a guest gets all of it; null for not known.</param>
/// <param name="Deprecated">Whether it is advised against.</param>
/// <param name="Vendor">Its maker, as definitions name it; null for none.</param>
public sealed record ListedModel(string Name, bool? Usable, bool Deprecated, string? Vendor = null);

/// <summary>What a machine of a type can be (libvirt's formatdomaincaps).</summary>
/// <param name="Emulator">The program.</param>
/// <param name="Type">The type of machine that it is about.</param>
/// <param name="Machine">The machine type.</param>
/// <param name="Architecture">The architecture.</param>
/// <param name="MostVcpus">The most virtual processors.</param>
/// <param name="Passthrough">Whether the host's own processor can be passed on.</param>
/// <param name="HostModel">What <c>host-model</c> becomes; null where that is not known.</param>
/// <param name="Models">The named models.</param>
public sealed record DomainCapabilities(
    string Emulator, DomainType Type, string Machine, string Architecture, int MostVcpus, bool Passthrough,
    CpuDefinition? HostModel, IReadOnlyList<ListedModel> Models)
{
    /// <summary>The firmware that there is.</summary>
    public FirmwareOffer Firmware { get; init; } = new([], false);

    /// <summary>The devices, by the names of their elements.</summary>
    public IReadOnlyList<OfferedDevice> Devices { get; init; } = [];

    /// <summary>What of Hyper-V guests can see, in the words of definitions; null where QEMU does not say.</summary>
    public IReadOnlyList<string>? HyperV { get; init; }

    /// <summary>What encrypts guests' memory; null where nothing does.</summary>
    public MemoryEncryption? Sev { get; init; }
}

/// <summary>Firmware for a machine type.</summary>
/// <param name="Loaders">The paths of UEFI's code.</param>
/// <param name="SecureBoot">Whether one of them verifies what it boots.</param>
public sealed record FirmwareOffer(IReadOnlyList<string> Loaders, bool SecureBoot);

/// <summary>A kind of device.</summary>
/// <param name="Name">Its element.</param>
/// <param name="Supported">Whether there is any.</param>
/// <param name="Choices">Of what an attribute may be.</param>
public sealed record OfferedDevice(string Name, bool Supported, params IReadOnlyList<OfferedChoice> Choices);

/// <summary>What something may be.</summary>
/// <param name="Name">As libvirt calls it: <c>diskDevice</c>.</param>
/// <param name="Values">Each word.</param>
public sealed record OfferedChoice(string Name, IReadOnlyList<string> Values);

/// <summary>SEV (secure encrypted virtualization of AMD).</summary>
/// <param name="CbitPosition">The bit of an address that says that a page is encrypted.</param>
/// <param name="ReducedPhysicalBits">How many bits of physical addresses are lost by it.</param>
public sealed record MemoryEncryption(int CbitPosition, int ReducedPhysicalBits);

/// <summary>Writes <c>domainCapabilities</c>.</summary>
public static class DomainCapabilitiesXml
{
    /// <summary>The document.</summary>
    public static string Write(DomainCapabilities capabilities)
    {
        ArgumentNullException.ThrowIfNull(capabilities);
        return XmlText.Of(new XElement("domainCapabilities",
            new XElement("path", capabilities.Emulator),
            new XElement("domain", XmlWords<DomainType>.Of(capabilities.Type)),
            new XElement("machine", capabilities.Machine),
            new XElement("arch", capabilities.Architecture),
            new XElement("vcpu", Attribute("max", capabilities.MostVcpus)),
            new XElement("iothreads", Supported(true)),
            Os(capabilities.Firmware),
            new XElement("cpu",
                capabilities.Passthrough ? Mode("host-passthrough", Switch("hostPassthroughMigratable")) : Unsupported("host-passthrough"),
                Mode("maximum", Switch("maximumMigratable")),
                capabilities.HostModel is { } host ? Mode("host-model", HostModel(host)) : Unsupported("host-model"),
                Mode("custom", capabilities.Models.Select(Model))),
            new XElement("memoryBacking", Supported(true), Choice(new OfferedChoice("sourceType", ["file", "anonymous", "memfd"]))),
            new XElement("devices", capabilities.Devices.Select(device => new XElement(device.Name, Supported(device.Supported), device.Choices.Select(Choice)))),
            new XElement("features",
                new XElement("gic", Supported(false)),
                new XElement("vmcoreinfo", Supported(true)),
                new XElement("genid", Supported(true)),
                new XElement("backingStoreInput", Supported(true)),
                // No backups of disks that are in use yet.
                new XElement("backup", Supported(false)),
                Sev(capabilities.Sev),
                new XElement("sgx", Supported(false)),
                capabilities.HyperV is { } words ? new XElement("hyperv", Supported(true), Choice(new OfferedChoice("features", words))) : null)));
    }

    private static XElement Os(FirmwareOffer firmware) => new("os",
        Supported(true),
        Choice(new OfferedChoice("firmware", firmware.Loaders.Count > 0 ? ["efi"] : [])),
        new XElement("loader",
            Supported(true),
            firmware.Loaders.Select(path => new XElement("value", path)),
            Choice(new OfferedChoice("type", ["rom", "pflash"])),
            Choice(new OfferedChoice("readonly", ["yes", "no"])),
            Choice(new OfferedChoice("secure", firmware.SecureBoot ? ["yes", "no"] : ["no"]))));

    private static XElement Sev(MemoryEncryption? sev) => sev is null
        ? new XElement("sev", Supported(false))
        : new XElement("sev",
            Supported(true),
            new XElement("cbitpos", sev.CbitPosition.ToString(CultureInfo.InvariantCulture)),
            new XElement("reducedPhysBits", sev.ReducedPhysicalBits.ToString(CultureInfo.InvariantCulture)));

    private static XAttribute Supported(bool there) => new("supported", there ? "yes" : "no");

    private static XElement Choice(OfferedChoice choice) =>
        new("enum", Attribute("name", choice.Name), choice.Values.Select(value => new XElement("value", value)));

    private static XElement Mode(string name, params object?[] content) =>
        new("mode", Attribute("name", name), Attribute("supported", "yes"), content);

    private static XElement Unsupported(string mode) => new("mode", Attribute("name", mode), Attribute("supported", "no"));

    private static XElement Switch(string name) =>
        new("enum", Attribute("name", name), new XElement("value", "on"), new XElement("value", "off"));

    /// <summary>The children of the element that such a machine has.</summary>
    private static IEnumerable<XElement> HostModel(CpuDefinition host) => CpuXml.Write(host).Elements();

    private static XElement Model(ListedModel model) => new("model",
        Attribute("usable", model.Usable switch { true => "yes", false => "no", null => "unknown" }),
        Attribute("deprecated", model.Deprecated ? "yes" : null),
        Attribute("vendor", model.Vendor ?? "unknown"),
        model.Name);
}
