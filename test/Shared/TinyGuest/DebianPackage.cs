using System.Diagnostics;

namespace Pando.Testing;

/// <summary>
/// A package of Debian, unpacked and not installed: a program that a guest is to have, and this machine is not. Downloaded once with apt,
/// and kept under ~/.cache/pando-test.
/// </summary>
internal sealed class DebianPackage
{
    private readonly string _folder;

    private DebianPackage(string folder) => _folder = folder;

    /// <summary>The package, downloaded now if it is not in the cache.</summary>
    /// <exception cref="InvalidOperationException">apt cannot download it; says what it said.</exception>
    public static async Task<DebianPackage> GetAsync(string name, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(DebianKernel.CacheFolder, $"package-{name}");
        if (!Directory.Exists(folder))
        {
            string passing = Directory.CreateDirectory($"{folder}.{Environment.ProcessId}").FullName;
            await RunAsync(passing, "apt-get", ["download", name], cancellationToken);
            string archive = Directory.GetFiles(passing, "*.deb").Single();
            await RunAsync(passing, "dpkg-deb", ["-x", archive, passing], cancellationToken);
            File.Delete(archive);
            Directory.Move(passing, folder);
        }

        return new DebianPackage(folder);
    }

    /// <summary>Its files, below the guest's folder: what is not for people to read.</summary>
    /// <param name="under">The folder; an empty one is the root.</param>
    public IEnumerable<GuestFile> Files(string under) => Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)
        .Select(file => (Path: Path.GetRelativePath(_folder, file), Source: file))
        .Where(static file => !file.Path.StartsWith("usr/share/locale", StringComparison.Ordinal) && !file.Path.StartsWith("usr/share/doc", StringComparison.Ordinal) && !file.Path.StartsWith("usr/share/man", StringComparison.Ordinal))
        // As Debian's own systems have it: /lib and /sbin are names of folders below /usr.
        .Select(file => new GuestFile(Path.Combine(under, file.Path.StartsWith("lib/", StringComparison.Ordinal) || file.Path.StartsWith("sbin/", StringComparison.Ordinal) ? $"usr/{file.Path}" : file.Path), file.Source, Executable: true));

    /// <summary>This machine's libraries that a program of it is linked with; those of the other packages are left out.</summary>
    public async Task<IReadOnlyList<GuestFile>> LibrariesAsync(string program, params IEnumerable<DebianPackage> others) =>
        await DotnetInGuest.LibrariesAsync(Path.Combine(_folder, program), [.. others.Select(static other => other._folder)]);

    private static async Task RunAsync(string folder, string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        using Process process = Process.Start(start)!;
        Task<string> words = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {await words}");
        }
    }
}
