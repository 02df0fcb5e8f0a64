using System.Diagnostics;
using Pando.Cli.Tests.Harness;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.CommandLine;

/// <summary>Runs programs as a user without rights, from copies that such a user may read: where this is built may be closed to others.</summary>
internal sealed class OrdinaryUser : IAsyncDisposable
{
    private const string Id = "65534";

    private OrdinaryUser(string folder) => Folder = folder;

    /// <summary>The user's own.</summary>
    public string Folder { get; }

    /// <summary>pandod, started as this user by whoever starts this file.</summary>
    public string Pandod => Path.Combine(Folder, "as-user");

    public static async Task<OrdinaryUser> MakeAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can become another user");
        var user = new OrdinaryUser(Directory.CreateTempSubdirectory("pando-e2e-").FullName);
        File.SetUnixFileMode(user.Folder, (UnixFileMode)0b111_101_101);
        foreach (var program in (string[])[Programs.Pandod, Programs.Pando])
        {
            ReachableCopy.Of(program, Path.Combine(user.Folder, Path.GetFileName(program)));
        }
        await File.WriteAllTextAsync(user.Pandod, $"#!/bin/sh\nexec setpriv --reuid={Id} --regid={Id} --clear-groups {Path.Combine(user.Folder, "pandod", "pandod")} \"$@\"\n", cancellationToken);
        File.SetUnixFileMode(user.Pandod, (UnixFileMode)0b111_101_101);
        await user.OwnAsync(user.Folder, cancellationToken);
        return user;
    }

    /// <summary>A folder of the user's.</summary>
    public async Task<string> MakeFolderAsync(string name, CancellationToken cancellationToken)
    {
        var path = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        await OwnAsync(path, cancellationToken);
        return path;
    }

    /// <summary>A copy of a file that the user may read.</summary>
    public string Give(string file)
    {
        var copy = Path.Combine(Folder, Path.GetFileName(file));
        File.Copy(file, copy);
        File.SetUnixFileMode(copy, (UnixFileMode)0b110_100_100);
        return copy;
    }

    /// <summary>Starts the command line as this user, or as another one without rights.</summary>
    public PandoProcess Start(CliAround around, string line, string id = Id) => PandoProcess.StartProgram(
        around, "setpriv", [$"--reuid={id}", $"--regid={id}", "--clear-groups", "--", "env", "--default-signal=INT", "USER=an", Path.Combine(Folder, "pando", "pando"), .. line.Split(' ')]);

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        using var chown = Process.Start("chown", [$"{Id}:{Id}", path]);
        await chown.WaitForExitAsync(cancellationToken).WaitAsync(Instance.Limit, cancellationToken);
        Assert.Equal(0, chown.ExitCode);
    }
}
