using System.Diagnostics;
using System.Text;

namespace Pando.Testing;

/// <summary>A kernel of Debian's, unpacked from its package into the cache (not installed).</summary>
public sealed class DebianKernel
{
    private readonly string _folder;

    private DebianKernel(string folder)
    {
        _folder = folder;
        Image = Directory.GetFiles(Path.Combine(folder, "boot"), "vmlinuz-*").Single();
        Release = Path.GetFileName(Image)["vmlinuz-".Length..];
    }

    /// <summary>Where tests keep what takes long to make.</summary>
    public static string CacheFolder { get; } = Directory.CreateDirectory(
        Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
                ? cache
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "pando-test")).FullName;

    /// <summary>The kernel's file.</summary>
    public string Image { get; }

    /// <summary>As uname -r says it.</summary>
    public string Release { get; }

    /// <summary>The small one for virtual machines, from the cache; downloaded and unpacked first when it is not there.</summary>
    /// <exception cref="InvalidOperationException">It cannot be had; apt's own words.</exception>
    public static Task<DebianKernel> CloudAsync(CancellationToken cancellationToken = default) =>
        GetAsync("cloud-kernel", "linux-image-cloud-amd64", cancellationToken);

    /// <summary>The one for every machine, which has the drivers that the small one lacks (9p, AHCI): a download of 70 MB.</summary>
    /// <exception cref="InvalidOperationException">It cannot be had; apt's own words.</exception>
    public static Task<DebianKernel> FullAsync(CancellationToken cancellationToken = default) =>
        GetAsync("full-kernel", "linux-image-amd64", cancellationToken);

    private static async Task<DebianKernel> GetAsync(string name, string metapackage, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(CacheFolder, name);
        if (!Directory.Exists(folder))
        {
            await DownloadAsync(folder, metapackage, cancellationToken);
        }

        return new DebianKernel(folder);
    }

    /// <summary>The modules by name and what they depend on, in loading order, and /modules.list that names them. Unknown names are left out.</summary>
    public IReadOnlyList<GuestFile> ModulesFor(IEnumerable<string> names)
    {
        Dictionary<string, string> all = Directory
            .GetFiles(Path.Combine(_folder, "lib/modules", Release), "*.ko", SearchOption.AllDirectories)
            .ToDictionary(static path => ModuleName(Path.GetFileNameWithoutExtension(path)), StringComparer.Ordinal);
        var order = new List<string>();
        foreach (string name in names)
        {
            Collect(ModuleName(name), all, order);
        }

        List<GuestFile> files = [.. order.Select(path => new GuestFile($"modules/{Path.GetFileName(path)}", path))];
        files.Add(GuestFile.OfText("modules.list", string.Concat(files.Select(static file => $"/{file.Path}\n"))));
        return files;
    }

    private static void Collect(string name, Dictionary<string, string> all, List<string> order)
    {
        if (!all.TryGetValue(name, out string? path) || order.Contains(path))
        {
            return;
        }

        foreach (string needed in DependenciesOf(path))
        {
            Collect(ModuleName(needed), all, order);
        }

        order.Add(path);
    }

    // The module's .modinfo section holds "depends=a,b" between NULs; nothing else in a module looks like that.
    private static string[] DependenciesOf(string path)
    {
        ReadOnlySpan<byte> content = File.ReadAllBytes(path);
        int start = content.IndexOf("\0depends="u8);
        if (start < 0)
        {
            return [];
        }

        ReadOnlySpan<byte> value = content[(start + "\0depends=".Length)..];
        return Encoding.ASCII.GetString(value[..value.IndexOf((byte)0)]).Split(',', StringSplitOptions.RemoveEmptyEntries);
    }

    // The kernel treats - and _ in module names as the same.
    private static string ModuleName(string name) => name.Replace('-', '_');

    private static async Task DownloadAsync(string folder, string metapackage, CancellationToken cancellationToken)
    {
        string passing = Directory.CreateDirectory($"{folder}.{Environment.ProcessId}").FullName;
        try
        {
            string depends = await RunAsync(passing, "apt-cache", ["depends", metapackage], cancellationToken);
            string package = depends.Split('\n', StringSplitOptions.TrimEntries)
                .FirstOrDefault(static line => line.StartsWith("Depends: linux-image-", StringComparison.Ordinal))?["Depends: ".Length..]
                ?? throw new InvalidOperationException($"apt knows no {metapackage} (apt-get update?): {depends}");
            await RunAsync(passing, "apt-get", ["download", package], cancellationToken);
            string archive = Directory.GetFiles(passing, "*.deb").Single();
            await RunAsync(passing, "dpkg-deb", ["-x", archive, passing], cancellationToken);
            File.Delete(archive);
            try
            {
                Directory.Move(passing, folder);
            }
            catch (IOException) when (Directory.Exists(folder))
            {
                // Another process was quicker.
            }
        }
        finally
        {
            if (Directory.Exists(passing))
            {
                Directory.Delete(passing, recursive: true);
            }
        }
    }

    private static async Task<string> RunAsync(string folder, string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}: {await error}");
    }
}
