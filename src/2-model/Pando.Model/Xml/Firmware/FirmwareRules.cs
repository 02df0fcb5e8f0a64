using Pando.Model.Domains;

namespace Pando.Model.Xml.Firmware;

/// <summary>What a firmware needs of the rest of its machine.</summary>
internal static class FirmwareRules
{
    public static void Check(ElementReader domain, DomainDefinition definition)
    {
        var os = definition.Os;
        if ((os.Firmware == FirmwareKind.Efi || os.Loader?.Type == LoaderType.ParallelFlash) && !definition.Features.Acpi)
        {
            throw domain.Missing("features/acpi");
        }
        // libvirt's "no loader path specified and firmware auto selection disabled".
        if (os is { Nvram: not null, Loader.Path: null, Firmware: null } or { Nvram: not null, Loader: null, Firmware: null })
        {
            throw domain.RequiredChild("os").Missing("loader");
        }
        if (os.Loader?.Secure == true)
        {
            if (!IsExpress(os.Machine))
            {
                throw domain.RequiredChild("os").RequiredChild("type").BadValue("machine", os.Machine!, "q35 (loader secure='yes')");
            }
            if (definition.Features.Smm == false)
            {
                throw domain.RequiredChild("features").RequiredChild("smm").Conflict("/domain/os/loader/@secure='yes'");
            }
        }
        if (os.BiosUsesSerial == true && definition.Devices.Serials.IsEmpty && definition.Devices.Consoles.IsEmpty)
        {
            throw domain.Missing("devices/serial");
        }
    }

    /// <summary>Whether the machine type, or the usual one where none is named, is of PCI Express.</summary>
    public static bool IsExpress(string? machine) => machine is null || !(machine == "pc" || machine.StartsWith("pc-i440fx-", StringComparison.Ordinal));
}
