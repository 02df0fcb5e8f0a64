using System.Globalization;
using Pando.Model;
using Pando.Model.Domains.Devices;
using Pando.Qemu.Arguments;

namespace Pando.Qemu.Devices;

/// <summary>USB ports that devices are plugged into from afar, with the rules which.</summary>
internal static class RedirectionArguments
{
    private const string Purpose = "usbredir";

    public static IEnumerable<QemuArgument> Of(RedirectedDevice port, ArgumentContext context) =>
    [
        .. CharacterBackendArguments.Of(port.Backend, port, context, Purpose),
        context.Device("usb-redir", port)
            .Add("chardev", CharacterBackendArguments.Id(port))
            .Add("filter", Filter(context.Definition.Devices.RedirectionRules))
            .Add("bootindex", port.BootOrder)
            .At(port, context)
            .As("-device"),
    ];

    /// <summary>class:vendor:product:version:allow, joined by bars; -1 is any (usbredirfilter.h).</summary>
    private static string? Filter(EquatableArray<RedirectionRule> rules) => rules.IsEmpty
        ? null
        : string.Join('|', rules.Items.Select(rule =>
            $"{Hexadecimal(rule.Class, 2)}:{Hexadecimal(rule.Vendor, 4)}:{Hexadecimal(rule.Product, 4)}:{Hexadecimal(rule.VersionBcd, 4)}:{(rule.Allow ? 1 : 0)}"));

    private static string Hexadecimal(int? number, int digits) =>
        number is { } known ? "0x" + known.ToString("x" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : "-1";
}
