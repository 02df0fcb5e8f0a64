using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Pando.Testing;

/// <summary>The files to boot a tiny guest from.</summary>
/// <param name="Kernel">For <c>-kernel</c>.</param>
/// <param name="Initrd">For <c>-initrd</c>.</param>
public sealed record TinyGuestFiles(string Kernel, string Initrd);

/// <summary>
/// A guest that boots in two seconds: Debian's cloud kernel and busybox. It prints <see cref="Ready"/> on ttyS0 (and runs a shell there,
/// and on hvc0 where there is one), powers off on the ACPI power button, and <c>reboot -f</c> typed in its shell reboots it.
/// Kernel arguments: <see cref="KernelArguments"/>. Made once and kept under ~/.cache/pando-test; any number of test processes may ask at once.
/// </summary>
public static class TinyGuest
{
    /// <summary>The line on ttyS0 that says that the shell is there.</summary>
    public const string Ready = "PANDO-TINY-READY";

    /// <summary>What the kernel needs to be told.</summary>
    public const string KernelArguments = "console=ttyS0 quiet panic=-1";

    /// <summary>Drivers of the devices that machines have; those that the kernel lacks are left out.</summary>
    private static readonly string[] Drivers =
    [
        "button", "evdev", "virtio_pci", "virtio_blk", "virtio_scsi", "sd_mod", "sr_mod", "isofs", "virtio_net",
        "virtio-rng", "virtio_console", "virtio_balloon", "virtio_input", "virtio_mem", "qemu_fw_cfg",
    ];

    /// <summary>Kernel and initramfs, made now if they are not in the cache.</summary>
    /// <exception cref="InvalidOperationException">What they are made of is missing; says what.</exception>
    public static async Task<TinyGuestFiles> GetAsync(CancellationToken cancellationToken = default)
    {
        DebianKernel kernel = await DebianKernel.CloudAsync(cancellationToken);
        List<GuestFile> content = Content(kernel, Drivers, [], init: null);
        string initrd = Path.Combine(DebianKernel.CacheFolder, $"tiny-{kernel.Release}-{Fingerprint(content)}.cpio");
        if (!File.Exists(initrd))
        {
            // Written aside and renamed: of two processes that make the same, the later only replaces it with an equal one.
            string passing = $"{initrd}.{Environment.ProcessId}";
            await WriteAsync(content, passing, cancellationToken);
            File.Move(passing, initrd, overwrite: true);
        }

        return new TinyGuestFiles(kernel.Image, initrd);
    }

    /// <summary>A guest of the same make with other drivers, more files and its own /init, for one test: nothing is cached.</summary>
    /// <param name="drivers">Kernel modules by name, loaded in this order after what they depend on.</param>
    /// <param name="files">More files.</param>
    /// <param name="init">The /init script; null takes the tiny guest's own.</param>
    /// <param name="initrd">Where to write the initramfs.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<TinyGuestFiles> BuildAsync(
        IEnumerable<string> drivers, IEnumerable<GuestFile> files, string? init, string initrd, CancellationToken cancellationToken = default) =>
        await BuildAsync(await DebianKernel.CloudAsync(cancellationToken), drivers, files, init, initrd, cancellationToken);

    /// <summary>The same with another kernel.</summary>
    public static async Task<TinyGuestFiles> BuildAsync(
        DebianKernel kernel, IEnumerable<string> drivers, IEnumerable<GuestFile> files, string? init, string initrd, CancellationToken cancellationToken = default)
    {
        await WriteAsync(Content(kernel, drivers, files, init), initrd, cancellationToken);
        return new TinyGuestFiles(kernel.Image, initrd);
    }

    private static List<GuestFile> Content(DebianKernel kernel, IEnumerable<string> drivers, IEnumerable<GuestFile> files, string? init) =>
        [new("bin/busybox", Busybox(), Executable: true), .. OwnFiles(init), .. kernel.ModulesFor(drivers), .. files];

    private static async Task WriteAsync(List<GuestFile> content, string path, CancellationToken cancellationToken)
    {
        await using FileStream stream = File.Create(path);
        await new InitramfsWriter(stream).WriteAsync(content, cancellationToken);
    }

    private static string Busybox()
    {
        string[] places = ["/bin/busybox", "/usr/bin/busybox"];
        return places.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("The tiny guest needs busybox: apt-get install busybox-static");
    }

    private static IEnumerable<GuestFile> OwnFiles(string? init)
    {
        Assembly assembly = typeof(TinyGuest).Assembly;
        const string prefix = "TinyGuest/";
        foreach (string name in assembly.GetManifestResourceNames().Where(static n => n.StartsWith(prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            string path = name[prefix.Length..];
            string text = reader.ReadToEnd();
            yield return GuestFile.OfText(path, path == "init" && init is not null ? init : text, executable: true);
        }
    }

    private static string Fingerprint(IEnumerable<GuestFile> content)
    {
        var text = new StringBuilder();
        foreach (GuestFile file in content)
        {
            text.AppendLine(file.Fingerprint);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
