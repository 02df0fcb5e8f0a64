using System.Collections.Frozen;
using Pando.Model.Errors;

namespace Pando.Storage.Programs;

/// <summary>Which programs storage runs, where they are, and which Debian package has each.</summary>
internal static class ProgramCatalog
{
    /// <summary>Where programs are looked for, whatever the daemon's own PATH is.</summary>
    public const string SearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static readonly FrozenDictionary<string, string> Packages = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["qemu-img"] = "qemu-utils",
        ["setpriv"] = "util-linux",
        ["mmdebstrap"] = "mmdebstrap",
        ["mke2fs"] = "e2fsprogs",
        ["sfdisk"] = "fdisk",
        ["grub-mkimage"] = "grub-common",
        ["mkfs.vfat"] = "dosfstools",
        ["mmd"] = "mtools",
        ["mcopy"] = "mtools",
        ["xz"] = "xz-utils",
        ["chroot"] = "coreutils",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Where the program is.</summary>
    /// <exception cref="CallerException"><c>storage.program-missing</c>, with the package that has it.</exception>
    public static string Find(string program) => TryFind(program) ?? throw Missing(program);

    /// <summary>Where the program is; null when it is not installed.</summary>
    public static string? TryFind(string program) =>
        SearchPath.Split(':').Select(folder => Path.Join(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>The error that names the package.</summary>
    public static CallerException Missing(string program) => new(ErrorCodes.Storage.ProgramMissing,
        ("program", program), ("package", Packages.GetValueOrDefault(program, program)));
}
