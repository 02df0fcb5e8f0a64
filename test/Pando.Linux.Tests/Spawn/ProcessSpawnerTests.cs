using Pando.Linux.Spawn;

namespace Pando.Linux.Tests.Spawn;

public sealed class ProcessSpawnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Child_gets_its_arguments_and_environment_as_they_are()
    {
        string output = await RunAsync(
            new SpawnRequest
            {
                Program = "/bin/sh",
                Arguments = ["-c", "printf '%s|' \"$@\"; printf %s \"$ONLY-$HOME\"", "sh", "a b", "$x", "", "tiếng Việt"],
                Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["ONLY"] = "this" },
            });

        Assert.Equal("a b|$x||tiếng Việt|this-", output);
    }

    [Fact]
    public async Task Child_has_a_session_of_its_own_and_no_signal_blocked_or_ignored()
    {
        string output = await RunAsync(Shell("cut -d' ' -f6 /proc/$$/stat; echo $$; grep -E '^Sig(Blk|Ign)' /proc/self/status"));

        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(lines[1], lines[0]);
        // Signals 32 and 33 belong to glibc, whose sigfillset(3) leaves them out: they stay as the test's own parent had them.
        const ulong ofGlibc = 0b11ul << 31;
        Assert.All(lines[2..], static line => Assert.Equal(0ul, Convert.ToUInt64(line.Split('\t')[1], 16) & ~ofGlibc));
    }

    [Fact]
    public async Task Child_has_only_the_descriptors_it_was_given_under_their_numbers()
    {
        using FileStream stays = File.Create(_folder.File("stays"));
        using FileStream three = File.Create(_folder.File("three"));
        using FileStream four = File.Create(_folder.File("four"));
        // Crossed on purpose: whatever numbers these have here, one target is likely another's source.
        string output = await RunAsync(
            Shell("for f in /proc/$$/fd/*; do echo ${f##*/} $(readlink $f); done") with
            {
                Descriptors =
                [
                    new((int)three.SafeFileHandle.DangerousGetHandle() == 3 ? four.SafeFileHandle : three.SafeFileHandle, 3),
                    new(four.SafeFileHandle, 4),
                    new(three.SafeFileHandle, 5),
                ],
            });

        Assert.DoesNotContain(stays.Name, output, StringComparison.Ordinal);
        Assert.Contains($"4 {four.Name}", output, StringComparison.Ordinal);
        Assert.Contains($"5 {three.Name}", output, StringComparison.Ordinal);
        Assert.Contains("0 /dev/null", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Child_has_nothing_of_what_this_process_was_itself_started_with()
    {
        using FileStream inherited = File.Create(_folder.File("inherited"));
        using FileStream given = File.Create(_folder.File("given"));
        // What a service manager or a shell leaves open is not marked to be closed, as all that .NET opens is.
        const int setFlags = 2;
        Assert.Equal(0, Libc.fcntl((int)inherited.SafeFileHandle.DangerousGetHandle(), setFlags, 0));

        string output = await RunAsync(
            Shell("for f in /proc/$$/fd/*; do echo ${f##*/} $(readlink $f); done") with { Descriptors = [new(given.SafeFileHandle, 7)] });

        Assert.DoesNotContain(inherited.Name, output, StringComparison.Ordinal);
        Assert.Contains($"7 {given.Name}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Descriptors_may_swap_their_numbers()
    {
        using FileStream a = File.Create(_folder.File("a"));
        using FileStream b = File.Create(_folder.File("b"));
        int ofA = (int)a.SafeFileHandle.DangerousGetHandle();
        int ofB = (int)b.SafeFileHandle.DangerousGetHandle();

        string output = await RunAsync(
            Shell($"readlink /proc/$$/fd/{ofA}; readlink /proc/$$/fd/{ofB}") with
            {
                Descriptors = [new(a.SafeFileHandle, ofB), new(b.SafeFileHandle, ofA)],
            });

        Assert.Equal($"{b.Name}\n{a.Name}\n", output);
    }

    [Fact]
    public async Task Child_writes_no_core_file_and_starts_where_it_was_told()
    {
        // The limit is set on the running child: it is read once the test says so.
        using var gate = new System.IO.Pipes.AnonymousPipeServerStream(System.IO.Pipes.PipeDirection.Out, HandleInheritability.None);
        using FileStream output = OutputFile("out");
        using SpawnedProcess child = ProcessSpawner.Start(
            Shell("read go <&3; ulimit -c; pwd") with
            {
                WorkingDirectory = _folder.Path,
                Output = output.SafeFileHandle,
                Descriptors = [new(gate.ClientSafePipeHandle, 3)],
            });
        await gate.WriteAsync("go\n"u8.ToArray(), Limit.Token());
        Assert.True((await child.Handle.WaitForExitAsync(Limit.Token()))!.IsSuccess);
        Assert.Equal($"0\n{_folder.Path}\n", await ReadAsync(output.Name));
    }

    [Fact]
    public async Task Another_user_runs_it_without_groups_and_without_new_privileges()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may become another user.");

        string output = await RunAsync(
            Shell("id -u; id -g; id -G; grep NoNewPrivs /proc/self/status; ulimit -c") with { RunAs = new RunAs(65534, 65533) { Groups = [4242] } });

        Assert.Equal("65534\n65533\n65533 4242\nNoNewPrivs:\t1\n0\n", output);
    }

    [Fact]
    public async Task No_new_privileges_need_no_other_user()
    {
        string output = await RunAsync(Shell("grep NoNewPrivs /proc/self/status") with { NoNewPrivileges = true });

        Assert.Equal("NoNewPrivs:\t1\n", output);
    }

    [Fact]
    public void Missing_program_is_said_at_once()
    {
        var failure = Assert.Throws<SyscallException>(() => ProcessSpawner.Start(new SpawnRequest { Program = "/nowhere/program" }));

        Assert.Equal(Errno.ENOENT, failure.Errno);
        Assert.Equal("/nowhere/program", failure.Subject);
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    public void Descriptor_numbers_are_free_and_given_once(int one, int other)
    {
        using FileStream file = File.Create(_folder.File("f"));

        Assert.Throws<ArgumentException>(
            () => ProcessSpawner.Start(
                Shell("true") with { Descriptors = [new(file.SafeFileHandle, one), new(file.SafeFileHandle, other)] }));
    }

    [Fact]
    public async Task Identity_finds_the_child_again_and_no_other_process()
    {
        using SpawnedProcess child = ProcessSpawner.Start(new SpawnRequest { Program = "sleep", Arguments = ["60"] });

        Assert.True(child.Identity.IsStillRunning());
        using (PidFd? again = child.Identity.TryOpen())
        {
            Assert.NotNull(again);
        }

        Assert.Null((child.Identity with { StartTimeTicks = child.Identity.StartTimeTicks + 1 }).TryOpen());
        Assert.Null((child.Identity with { BootId = "another" }).TryOpen());
        child.Handle.Signal(9);
        Assert.Equal(9, (await child.Handle.WaitForExitAsync(Limit.Token()))!.Signal);
        Assert.False(child.Identity.IsStillRunning());
        Assert.Null(child.Identity.TryOpen());
    }

    private static SpawnRequest Shell(string script) => new() { Program = "/bin/sh", Arguments = ["-c", script] };

    private static async Task<string> ReadAsync(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return await reader.ReadToEndAsync();
    }

    private FileStream OutputFile(string name) => new(_folder.File(name), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);

    private async Task<string> RunAsync(SpawnRequest request)
    {
        using FileStream output = OutputFile("output");
        using SpawnedProcess child = ProcessSpawner.Start(request with { Output = output.SafeFileHandle });
        ExitStatus? status = await child.Handle.WaitForExitAsync(Limit.Token());
        string text = await ReadAsync(output.Name);
        Assert.True(status is { IsSuccess: true }, $"{status}: {text}");
        return text;
    }
}
