using Pando.Api.Install;

namespace Pando.Cli.Installing;

/// <summary><c>--boot</c>: <c>uefi</c>, an order (<c>hd,cdrom,network</c>), <c>kernel=…,initrd=…,kernel_args=…</c>, or all together.</summary>
internal static class BootOption
{
    private static readonly string[] Devices = ["hd", "cdrom", "network", "fd"];

    public static InstallBoot? Read(string[] texts, string? extraArguments)
    {
        if (texts.Length == 0 && extraArguments is null)
        {
            return null;
        }
        var given = SubOptions.Parse("--boot", string.Join(',', texts));
        var boot = new InstallBoot
        {
            Firmware = given.Words.Remove("uefi") ? "efi" : given.Words.Remove("bios") ? "bios" : given.Take("firmware"),
            Kernel = given.Take("kernel") is { } kernel ? HomePath.Of(kernel) : null,
            Initrd = given.Take("initrd") is { } initrd ? HomePath.Of(initrd) : null,
            KernelArguments = given.Take("kernel_args", "extra_args", "cmdline") ?? extraArguments,
            Order = given.Words.Count == 0 ? null : [.. given.Words],
        };
        given.Done();
        return boot.Order?.FirstOrDefault(device => !Devices.Contains(device, StringComparer.Ordinal)) is { } unknown
            ? throw given.Bad("order", unknown)
            : boot;
    }
}
