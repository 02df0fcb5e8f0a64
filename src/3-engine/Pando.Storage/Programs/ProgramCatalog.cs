using System.Collections.Frozen;
using Pando.Model.Errors;

namespace Pando.Storage.Programs;

/// <summary>Which programs storage runs, where they are, and which Debian package has each.</summary>
internal sealed class ProgramCatalog(string searchPath)
{
    /// <summary>Where programs are looked for, whatever the daemon's own PATH is.</summary>
    public string SearchPath => searchPath;

    private static readonly FrozenDictionary<string, string> Packages = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["qemu-img"] = "qemu-utils",
        ["setpriv"] = "util-linux",
        ["mmdebstrap"] = "mmdebstrap",
        ["mke2fs"] = "e2fsprogs",
        ["grub-mkimage"] = "grub-common",
        ["mkfs.vfat"] = "dosfstools",
        ["mmd"] = "mtools",
        ["mcopy"] = "mtools",
        ["xz"] = "xz-utils",
        ["unshare"] = "util-linux",
        ["apt-config"] = "apt",
        ["chroot"] = "coreutils",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Where the program is.</summary>
    /// <exception cref="CallerException"><c>storage.program-missing</c>, with the package that has it.</exception>
    public string Find(string program) =>
        searchPath.Split(':').Select(folder => Path.Join(folder, program)).FirstOrDefault(File.Exists) ?? throw Missing(program);

    private static CallerException Missing(string program) => new(ErrorCodes.Storage.ProgramMissing,
        ("program", program), ("package", Packages.GetValueOrDefault(program, program)));
}
