using Pando.Host.Checks;
using Pando.Host.Files;
using Pando.Linux.Spawn;

namespace Pando.Host.Confinement.AppArmor;

/// <summary>Loads and removes the profiles of machines.</summary>
internal sealed class AppArmorProfiles(HostFiles files, string directory)
{
    /// <summary>The compiler of profiles.</summary>
    public const string Parser = "/usr/sbin/apparmor_parser";

    private const string Folder = "/sys/kernel/security/apparmor";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public bool IsOn => SecurityModules.HasAppArmor(files);

    /// <summary>Whether profiles can be loaded: the compiler is a package of its own.</summary>
    public bool CanLoad => files.Exists(Parser);

    /// <summary>Loads a profile, or puts it in the place of the one of that name, also of running processes.</summary>
    /// <exception cref="IOException">The parser or the kernel refuses; its words.</exception>
    public async ValueTask LoadAsync(string name, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        string path = PathOf(name);
        await File.WriteAllTextAsync(path, text, cancellationToken);
        ShortRunResult run = await ShortRun.RunAsync(
            new SpawnRequest { Program = files.PathOf(Parser), Arguments = ["--replace", "--skip-cache", "--optimize=no-expr-simplify", path] }, Limit, cancellationToken);
        if (run.Status is not { IsSuccess: true })
        {
            throw new IOException($"apparmor_parser: {run.Output.Trim()} ({run.Status})");
        }
    }

    /// <summary>The text that a machine's profile was loaded from; null where there is none.</summary>
    public string? TextOf(string name) => File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)) : null;

    /// <summary>Removes a profile, if it is loaded.</summary>
    public void Remove(string name)
    {
        if (IsOn && files.Lines($"{Folder}/profiles").Any(line => line.StartsWith(name + " ", StringComparison.Ordinal)))
        {
            File.WriteAllText(files.PathOf($"{Folder}/.remove"), name);
        }

        File.Delete(PathOf(name));
    }

    private string PathOf(string name) => Path.Combine(directory, name + ".apparmor");
}
