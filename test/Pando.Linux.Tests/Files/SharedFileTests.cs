using Microsoft.Win32.SafeHandles;
using Pando.Linux.Files;
using Pando.Linux.Spawn;

namespace Pando.Linux.Tests.Files;

public sealed class SharedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_shows_how_far_another_process_has_written()
    {
        using SafeFileHandle file = Make("front");
        using SharedFile shared = SharedFile.Open(file, FileAccess.Write, 5, "file");
        Assert.Equal(5, shared.Position);
        await RunAsync("printf behind", output: shared);
        Assert.Equal(11, shared.Position);
        shared.BeginWriteback(5, 6);
        Assert.Equal("frontbehind", await File.ReadAllTextAsync(_folder.File("file")));
    }

    [Fact]
    public async Task It_shows_how_far_another_process_has_read()
    {
        using SafeFileHandle file = Make("front and more");
        using SharedFile shared = SharedFile.Open(file, FileAccess.Read, 6, "file");
        await RunAsync("head -c 3", input: shared);
        Assert.Equal(9, shared.Position);
        using SharedFile other = SharedFile.Open(file, FileAccess.Read, 0, "file");
        Assert.Equal((0, 9), (other.Position, shared.Position));
    }

    [Fact]
    public async Task What_is_handed_for_writing_cannot_be_read()
    {
        using SafeFileHandle file = Make("secret");
        using SharedFile shared = SharedFile.Open(file, FileAccess.Write, 0, "file");
        Assert.NotEqual(0, await RunAsync("head -c 3", input: shared));
    }

    private SafeFileHandle Make(string text)
    {
        File.WriteAllText(_folder.File("file"), text);
        return File.OpenHandle(_folder.File("file"), FileMode.Open, FileAccess.ReadWrite);
    }

    private static async Task<int?> RunAsync(string command, SharedFile? input = null, SharedFile? output = null)
    {
        using SpawnedProcess process = ProcessSpawner.Start(new SpawnRequest
        {
            Program = "/bin/sh",
            Arguments = ["-c", command],
            Input = input?.Handle,
            Output = output?.Handle,
        });
        return (await process.Handle.WaitForExitAsync(Limit.Token()))?.Code;
    }
}
