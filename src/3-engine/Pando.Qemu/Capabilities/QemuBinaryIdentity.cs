using System.Globalization;
using System.Runtime.InteropServices;
using Pando.Linux.Files;
using Pando.Model.Errors;

namespace Pando.Qemu.Capabilities;

/// <summary>
/// Which QEMU program it is. A package update replaces the file or its modules, which changes the identity, so that
/// what was learnt of the old one is asked again.
/// </summary>
/// <param name="Path">The program, links resolved.</param>
/// <param name="Device">Of the program.</param>
/// <param name="Inode">Of the program.</param>
/// <param name="SizeBytes">Of the program.</param>
/// <param name="ModifiedAt">Of the program.</param>
/// <param name="Modules">The directories of its modules with inode and time of change, joined; empty where there are none.</param>
public sealed record QemuBinaryIdentity(
    string Path, ulong Device, ulong Inode, ulong SizeBytes, DateTimeOffset ModifiedAt, string Modules)
{
    /// <summary>Looks at the program.</summary>
    /// <exception cref="CallerException"><c>qemu.not-found</c>: there is no program at that path.</exception>
    public static QemuBinaryIdentity Of(string path)
    {
        string resolved = Resolve(path);
        if (FileStatus.TryOf(resolved) is not { Kind: FileKind.Regular } status)
        {
            throw new CallerException(ErrorCodes.Qemu.NotFound, ("path", path));
        }

        return new QemuBinaryIdentity(
            resolved, status.Identity.Device, status.Identity.Inode, status.Identity.Size, status.Modified, ModulesOf(resolved));
    }

    private static string Resolve(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? System.IO.Path.GetFullPath(path);
        }
        catch (IOException)
        {
            return path;
        }
    }

    /// <summary>QEMU does not tell where its modules are; these are the places the distributions configure.</summary>
    private static string ModulesOf(string program)
    {
        string prefix = System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(program)) ?? "/usr";
        string triplet = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.Arm64 => "aarch64-linux-gnu",
            _ => "x86_64-linux-gnu",
        };
        IEnumerable<string> present =
            from folder in (string[])[$"lib/{triplet}/qemu", "lib64/qemu", "lib/qemu"]
            let full = System.IO.Path.Combine(prefix, folder)
            let status = FileStatus.TryOf(full)
            where status is { Kind: FileKind.Directory }
            select string.Create(CultureInfo.InvariantCulture, $"{full}:{status.Identity.Inode}:{status.Modified.UtcTicks}");
        return string.Join(';', present);
    }
}
