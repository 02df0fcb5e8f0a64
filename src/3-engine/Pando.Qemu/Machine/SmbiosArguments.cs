using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Machine;

/// <summary>What the firmware tells of the machine's maker (-smbios), from the definition or from the host.</summary>
internal static class SmbiosArguments
{
    public static IEnumerable<QemuArgument> Of(ArgumentContext context) => context.Definition.Os.Smbios switch
    {
        SmbiosMode.SysInfo => Tables(context.Definition.SysInfo ?? throw Missing("<smbios mode='sysinfo'>", "qemu.reason.no-sysinfo")),
        SmbiosMode.Host => Tables(context.HostSmbios ?? throw Missing("<smbios mode='host'>", "qemu.reason.no-host-smbios")),
        _ => [],
    };

    private static IEnumerable<QemuArgument> Tables(SmbiosInfo info) =>
    [
        .. Table(0, ("vendor", info.Bios.Vendor), ("version", info.Bios.Version), ("date", info.Bios.Date), ("release", info.Bios.Release)),
        .. Table(
            1,
            ("manufacturer", info.System.Manufacturer),
            ("product", info.System.Product),
            ("version", info.System.Version),
            ("serial", info.System.Serial),
            ("uuid", info.System.Uuid),
            ("sku", info.System.Sku),
            ("family", info.System.Family)),
        .. info.Boards.Items.SelectMany(board => Table(
            2,
            ("manufacturer", board.Manufacturer),
            ("product", board.Product),
            ("version", board.Version),
            ("serial", board.Serial),
            ("asset", board.Asset),
            ("location", board.Location))),
        .. Table(
            3,
            ("manufacturer", info.Chassis.Manufacturer),
            ("version", info.Chassis.Version),
            ("serial", info.Chassis.Serial),
            ("asset", info.Chassis.Asset),
            ("sku", info.Chassis.Sku)),
        .. Table(11, [.. info.OemStrings.Items.Select(text => ("value", (string?)text))]),
    ];

    private static IEnumerable<QemuArgument> Table(int type, params (string Key, string? Value)[] entries)
    {
        if (Array.TrueForAll(entries, entry => entry.Value is null))
        {
            return [];
        }

        KeyValueForm form = new KeyValueForm().Add("type", type);
        foreach ((string key, string? value) in entries)
        {
            form.Add(key, value);
        }

        return [form.As("-smbios")];
    }

    private static CallerException Missing(string what, string reason) => new(ErrorCodes.Qemu.CannotExpress, ("what", what), ("reason", reason));
}
