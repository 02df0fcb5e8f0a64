using System.Globalization;
using System.Text;

namespace Pando.Testing;

/// <summary>Writes the cpio "newc" archive that the kernel unpacks (Documentation/driver-api/early-userspace/buffer-format.rst).</summary>
internal sealed class InitramfsWriter(Stream output)
{
    private const int RegularFile = 0x8000;
    private const int Directory = 0x4000;

    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private int _inode;

    public async Task WriteAsync(IEnumerable<GuestFile> files, CancellationToken cancellationToken)
    {
        foreach (string mountPoint in (string[])["proc", "sys", "dev", "tmp", "run"])
        {
            await WriteDirectoriesAsync(mountPoint, cancellationToken);
        }

        foreach (GuestFile file in files)
        {
            await WriteDirectoriesAsync(Path.GetDirectoryName(file.Path) ?? string.Empty, cancellationToken);
            await using Stream content = file.Open();
            int mode = RegularFile | (file.Executable ? Octal(7, 5, 5) : Octal(6, 4, 4));
            await WriteHeaderAsync(file.Path, mode, content.Length, cancellationToken);
            await content.CopyToAsync(output, cancellationToken);
            await PadAsync(content.Length, cancellationToken);
        }

        await WriteHeaderAsync("TRAILER!!!", 0, 0, cancellationToken);
    }

    private static int Octal(int user, int group, int others) => (user << 6) | (group << 3) | others;

    private async Task WriteDirectoriesAsync(string path, CancellationToken cancellationToken)
    {
        if (path.Length == 0 || !_directories.Add(path))
        {
            return;
        }

        await WriteDirectoriesAsync(Path.GetDirectoryName(path) ?? string.Empty, cancellationToken);
        await WriteHeaderAsync(path, Directory | Octal(7, 5, 5), 0, cancellationToken);
    }

    private async Task WriteHeaderAsync(string name, int mode, long size, CancellationToken cancellationToken)
    {
        byte[] nameBytes = Encoding.UTF8.GetBytes(name + '\0');
        var header = new StringBuilder("070701");
        // inode, mode, uid, gid, links, mtime, size, device and node numbers, name size, checksum (none)
        foreach (long field in (long[])[++_inode, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, nameBytes.Length, 0])
        {
            header.Append(field.ToString("X8", CultureInfo.InvariantCulture));
        }

        await output.WriteAsync(Encoding.ASCII.GetBytes(header.ToString()), cancellationToken);
        await output.WriteAsync(nameBytes, cancellationToken);
        await PadAsync(header.Length + nameBytes.Length, cancellationToken);
    }

    private async Task PadAsync(long written, CancellationToken cancellationToken) =>
        await output.WriteAsync(new byte[(4 - (written % 4)) % 4], cancellationToken);
}
