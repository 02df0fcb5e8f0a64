using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Pando.Linux.Files;
using Pando.Storage.Programs;

namespace Pando.Storage.Images.Building;

/// <summary>
/// Makes a bootable disk of a guest's file tree, for BIOS and UEFI: no loop device and no mount, so nothing of it can be left
/// behind but a file.
/// </summary>
internal sealed class GuestDisk(ProgramRunner programs, Folder work)
{
    /// <summary>Where GRUB's parts for BIOS machines are.</summary>
    public const string BiosGrub = "/usr/lib/grub/i386-pc";

    /// <summary>Where GRUB's parts for UEFI machines are.</summary>
    public const string EfiGrub = "/usr/lib/grub/x86_64-efi";

    private const long BiosFirst = 2048;
    private const long EspFirst = 4096;
    private const long RootFirst = 69632;
    private const long Alignment = 2048;
    private const int SectorBytes = GptTable.SectorBytes;

    private static readonly Guid BiosBoot = new("21686148-6449-6E6F-744E-656564454649");
    private static readonly Guid EfiSystem = new("C12A7328-F81F-11D2-BA4B-00A0C93EC93B");
    private static readonly Guid LinuxData = new("0FC63DAF-8483-4772-8E79-3D69D8477DE4");

    private static readonly ImmutableArray<string> GrubModules =
        ["part_gpt", "ext2", "linux", "normal", "search", "search_label", "configfile", "echo", "serial", "terminal", "test", "minicmd", "ls", "cat", "halt", "reboot", "all_video"];

    /// <summary>Makes <c>disk.raw</c> of <c>tree</c> in a private directory.</summary>
    public async Task MakeAsync(string disk, string tree, long capacityBytes, CancellationToken cancellationToken)
    {
        var path = Path.Join(work.Path, disk);
        var sectors = capacityBytes / SectorBytes;
        var rootSectors = (sectors - GptTable.TailSectors - RootFirst) / Alignment * Alignment;
        work.Remove(disk);
        using (var file = work.CreateFile(disk))
        {
            RandomAccess.SetLength(file, capacityBytes);
        }
        await MakeRootAsync(path, Path.Join(work.Path, tree), rootSectors, cancellationToken);
        await MakeEfiAsync(path, cancellationToken);
        var core = await MakeCoreAsync("i386-pc", ["biosdisk"], cancellationToken);
        using var open = work.OpenFile(disk, FileAccess.ReadWrite);
        GrubCore.Write(open, await File.ReadAllBytesAsync(Path.Join(BiosGrub, "boot.img"), cancellationToken),
            await File.ReadAllBytesAsync(core, cancellationToken), BiosFirst, EspFirst - BiosFirst);
        GptTable.Write(open, Guid.NewGuid(),
        [
            new GptPartition(BiosBoot, Guid.NewGuid(), BiosFirst, EspFirst - 1, "bios"),
            new GptPartition(EfiSystem, Guid.NewGuid(), EspFirst, RootFirst - 1, "esp"),
            new GptPartition(LinuxData, Guid.NewGuid(), RootFirst, RootFirst + rootSectors - 1, "root"),
        ]);
    }

    private Task MakeRootAsync(string disk, string tree, long sectors, CancellationToken cancellationToken) => RunAsync("mke2fs",
    [
        "-q", "-F", "-t", "ext4", "-L", "rootfs", "-d", tree, "-E", Invariant($"offset={RootFirst * SectorBytes},lazy_itable_init=1"),
        disk, Invariant($"{sectors * SectorBytes / 1024}k"),
    ], "Making the guest's file system", cancellationToken);

    private async Task MakeEfiAsync(string disk, CancellationToken cancellationToken)
    {
        var core = await MakeCoreAsync("x86_64-efi", ["efi_gop"], cancellationToken);
        await RunAsync("mkfs.vfat",
            ["-F", "16", "-n", "ESP", Invariant($"--offset={EspFirst}"), disk, Invariant($"{(RootFirst - EspFirst) * SectorBytes / 1024}")],
            "Making the EFI partition", cancellationToken);
        var esp = Invariant($"{disk}@@{EspFirst * SectorBytes}");
        await RunAsync("mmd", ["-i", esp, "::/EFI", "::/EFI/BOOT"], "Making the EFI partition", cancellationToken);
        await RunAsync("mcopy", ["-i", esp, core, "::/EFI/BOOT/BOOTX64.EFI"], "Making the EFI partition", cancellationToken);
    }

    /// <summary>A GRUB that finds the root file system and reads its configuration from there.</summary>
    private async Task<string> MakeCoreAsync(string platform, ImmutableArray<string> modules, CancellationToken cancellationToken)
    {
        const string first = """
            search --no-floppy --label rootfs --set=root
            set prefix=($root)/boot/grub
            configfile /boot/grub/grub.cfg

            """;
        work.Remove("grub-first.cfg");
        using (var file = work.CreateFile("grub-first.cfg"))
        {
            RandomAccess.Write(file, Encoding.UTF8.GetBytes(first), 0);
        }
        var core = Path.Join(work.Path, $"grub-{platform}.img");
        await RunAsync("grub-mkimage",
            ["-O", platform, "-o", core, "-c", Path.Join(work.Path, "grub-first.cfg"), "-p", "/boot/grub", .. GrubModules, .. modules],
            "Making the boot loader", cancellationToken);
        return core;
    }

    private Task RunAsync(string program, ImmutableArray<string> arguments, string what, CancellationToken cancellationToken) =>
        programs.RunAsync(new ProgramRun(program, arguments, what)
        {
            SilenceLimit = TimeSpan.FromMinutes(10),
            // mtools otherwise wants a geometry of tracks and heads.
            Environment = ImmutableDictionary<string, string>.Empty.Add("MTOOLS_SKIP_CHECK", "1").Add("TMPDIR", work.Path),
        }, cancellationToken);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
