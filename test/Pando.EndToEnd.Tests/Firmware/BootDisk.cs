using System.Globalization;

namespace Pando.EndToEnd.Tests.Firmware;

/// <summary>Disks that UEFI boots from: a FAT file system with a program where firmware looks for it.</summary>
internal static class BootDisk
{
    private const string FirstProgram = "EFI/BOOT/BOOTX64.EFI";
    private const string Shim = "/usr/lib/shim/shimx64.efi.signed";
    private const string Grub = "/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed";

    /// <summary>One whose first program nobody has signed whom Secure Boot trusts: the kernel itself, which only shim knows.</summary>
    public static Task UntrustedAsync(string image, string kernel) => WriteAsync(image, 16, (kernel, FirstProgram));

    /// <summary>One as distributions have it: shim, signed by Microsoft, starts GRUB, and GRUB the kernel, both signed by Debian.</summary>
    public static async Task SignedAsync(string image, string kernel, string initrd, string arguments)
    {
        var settings = image + ".cfg";
        await File.WriteAllTextAsync(settings, $"linux /vmlinuz {arguments}\ninitrd /initrd\nboot\n");
        await WriteAsync(
            image, 48, (Shim, FirstProgram), (Grub, "EFI/BOOT/grubx64.efi"), (settings, "EFI/debian/grub.cfg"), (kernel, "vmlinuz"), (initrd, "initrd"));
        File.Delete(settings);
    }

    private static async Task WriteAsync(string image, int mebibytes, params (string Source, string Target)[] files)
    {
        await HostCommand.RunAsync("/usr/sbin/mkfs.vfat", "-C", image, (mebibytes * 1024).ToString(CultureInfo.InvariantCulture));
        await HostCommand.RunAsync("mmd", "-i", image, "::/EFI", "::/EFI/BOOT", "::/EFI/debian");
        foreach (var (source, target) in files)
        {
            await HostCommand.RunAsync("mcopy", "-i", image, source, $"::/{target}");
        }
    }
}
