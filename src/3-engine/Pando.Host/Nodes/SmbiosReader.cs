using Pando.Host.Files;
using Pando.Model.Domains;

namespace Pando.Host.Nodes;

/// <summary>
/// Reads what the firmware tells of its maker (SMBIOS, DSP0134), as the kernel has it in /sys/class/dmi/id. The machine's
/// identity is not read: it must stay the host's alone.
/// </summary>
internal static class SmbiosReader
{
    private const string Folder = "/sys/class/dmi/id";

    /// <summary>Null where there is nothing to read.</summary>
    public static SmbiosInfo? Read(HostFiles files)
    {
        var info = new SmbiosInfo
        {
            Bios = new SmbiosBios
            {
                Vendor = Word("bios_vendor"),
                Version = Word("bios_version"),
                Date = Word("bios_date"),
                Release = Word("bios_release"),
            },
            System = new SmbiosSystem
            {
                Manufacturer = Word("sys_vendor"),
                Product = Word("product_name"),
                Version = Word("product_version"),
                Serial = Word("product_serial"),
                Sku = Word("product_sku"),
                Family = Word("product_family"),
            },
        };
        return info == new SmbiosInfo() ? null : info;

        // What the maker left empty reads as nothing.
        string? Word(string name) => files.Text($"{Folder}/{name}") is { Length: > 0 } text ? text : null;
    }
}
