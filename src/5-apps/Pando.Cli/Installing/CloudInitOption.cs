using Pando.Api.Install;
using Pando.Cli.Commands;

namespace Pando.Cli.Installing;

/// <summary>
/// <c>--cloud-init</c>: <c>user=…,ssh-key=FILE,password-file=FILE,hostname=…,package=…,network-config=FILE</c>, or a whole
/// <c>user-data=FILE</c>. Given more than once, the settings add up; alone it makes a seed with the defaults.
/// </summary>
internal static class CloudInitOption
{
    public static async Task<CloudInitRequest?> ReadAsync(Run run, string[] texts, bool wanted)
    {
        if (!wanted)
        {
            return null;
        }
        var given = SubOptions.Parse("--cloud-init", string.Join(',', texts));
        var request = new CloudInitRequest
        {
            User = given.Take("user"),
            SshKeys = await KeysAsync(run, given.TakeAll("ssh-key", "clouduser-ssh-key")),
            Password = given.Take("password-file") is { } file ? await InputFile.ReadSecretAsync(run, HomePath.Of(file)) : null,
            Hostname = given.Take("hostname"),
            Packages = given.TakeAll("package"),
            NetworkConfig = given.Take("network-config") is { } network ? await TextAsync(run, network) : null,
            UserData = given.Take("user-data") is { } userData ? await TextAsync(run, userData) : null,
            MetaData = given.Take("meta-data") is { } metaData ? await TextAsync(run, metaData) : null,
        };
        given.Done();
        return given.Words is [var word, ..] ? throw given.Bad("…", word) : request;
    }

    /// <summary>A key itself, or a file with keys, one a line.</summary>
    private static async Task<IReadOnlyList<string>> KeysAsync(Run run, List<string> keys)
    {
        var all = new List<string>();
        foreach (var key in keys)
        {
            var isKey = key.StartsWith("ssh-", StringComparison.Ordinal) || key.StartsWith("ecdsa-", StringComparison.Ordinal) || key.StartsWith("sk-", StringComparison.Ordinal);
            var lines = isKey && key.Contains(' ', StringComparison.Ordinal) ? [key] : (await TextAsync(run, key)).Split('\n');
            all.AddRange(lines.Select(line => line.Trim()).Where(line => line.Length > 0 && !line.StartsWith('#')));
        }
        return all;
    }

    private static Task<string> TextAsync(Run run, string path) => InputFile.ReadTextAsync(run, HomePath.Of(path));
}
