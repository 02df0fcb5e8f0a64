using System.Text;
using Pando.Api.Host;
using Pando.Api.Machines;

namespace Pando.EndToEnd.Tests;

/// <summary>Each machine's QEMU in a user namespace of its own (user_namespaces(7)).</summary>
public sealed class OwnUsersTests : IAsyncLifetime
{
    private readonly string _programs = Directory.CreateTempSubdirectory("pando-unshare-").FullName;
    private Instance? _pando;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_programs, (UnixFileMode)0b111_101_101);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_pando is not null)
        {
            await _pando.DisposeAsync();
        }
        Directory.Delete(_programs, recursive: true);
    }

    [Fact]
    public async Task There_is_nobody_but_the_machines_user_and_another_daemon_takes_it_up_in_it()
    {
        var pando = _pando = await Instance.StartAsync(cancellationToken: Ct);
        await pando.Client.DefineAsync(Machines.Empty("kept"), Ct);
        await pando.Client.DefineAsync(Machines.Empty("other"), Ct);
        var machine = await pando.Client.StartAsync("kept", cancellationToken: Ct);
        var other = await pando.Client.StartAsync("other", cancellationToken: Ct);

        Assert.True(machine.Confinement!.OwnUsers);
        var qemu = machine.Pid!.Value;
        string[] namespaces = [Namespace("self"), Namespace($"{pando.DaemonPid}"), Namespace($"{qemu}"), Namespace($"{other.Pid}")];
        Assert.Equal(namespaces[0], namespaces[1]);
        Assert.Equal(3, namespaces.Distinct().Count());

        var status = Status(qemu);
        Assert.Equal([machine.Confinement.Uid!.Value], Ids(status["Uid"]).Distinct());
        Assert.Equal(Ids(status["Uid"]).ToHashSet(), Mapped($"/proc/{qemu}/uid_map"));
        Assert.Equal(Ids(status["Gid"]).Concat(Ids(status["Groups"])).ToHashSet(), Mapped($"/proc/{qemu}/gid_map"));
        Assert.All((string[])["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"], set => Assert.Equal("0000000000000000", status[set]));
        Assert.Equal("1", status["NoNewPrivs"]);

        await pando.KillDaemonAsync();
        await pando.StartDaemonAsync(Ct);
        var after = await pando.Client.GetMachineAsync("kept", Ct);
        Assert.Equal((qemu, MachinePhase.Running, true), (after.Pid, after.State.Phase, after.Confinement!.OwnUsers));
        await pando.Client.DestroyAsync("kept", cancellationToken: Ct);
        await pando.Client.DestroyAsync("other", cancellationToken: Ct);
        Assert.Empty(pando.OtherProcesses());
    }

    [Theory]
    [InlineData("root", "+0:+0", "users.root")]
    [InlineData("another", "+64123:+64124", null)]
    public async Task A_user_that_the_definition_names_is_the_one_in_it(string name, string label, string? lacking)
    {
        var pando = _pando = await Instance.StartAsync(cancellationToken: Ct);
        var definition = Encoding.UTF8.GetString(Machines.Empty(name))
            .Replace("</domain>", $"<seclabel type='static' model='dac'><label>{label}</label></seclabel></domain>", StringComparison.Ordinal);
        var machine = await pando.Client.CreateAsync(Encoding.UTF8.GetBytes(definition), paused: true, Ct);

        Assert.Equal(lacking is null, machine.Confinement!.OwnUsers);
        Assert.Equal(lacking, machine.Confinement.Lacking.SingleOrDefault(static word => word.StartsWith("users.", StringComparison.Ordinal)));
        if (lacking is null)
        {
            Assert.Equal([64_123], Mapped($"/proc/{machine.Pid}/uid_map"));
            Assert.Contains(64_124u, Mapped($"/proc/{machine.Pid}/gid_map"));
        }
    }

    [Fact]
    public async Task Turned_off_it_is_said()
    {
        var pando = _pando = await Instance.StartAsync(environment: new Dictionary<string, string> { ["PANDOD_CONFINEMENT_USERS"] = "no" }, cancellationToken: Ct);
        var machine = await pando.Client.CreateAsync(Machines.Empty("plain"), paused: true, Ct);

        Assert.False(machine.Confinement!.OwnUsers);
        Assert.Contains("users.off", machine.Confinement.Lacking);
        Assert.Equal(Namespace("self"), Namespace($"{machine.Pid}"));
    }

    [Fact]
    public async Task Where_the_kernel_refuses_a_machine_starts_without_and_says_so()
    {
        // In the place of unshare(1): it does its work while the file is there, and fails as it does at user.max_user_namespaces.
        var allowed = Path.Combine(_programs, "allowed");
        var unshare = Path.Combine(_programs, "unshare");
        await File.WriteAllTextAsync(unshare, $"#!/bin/sh\n[ -e {allowed} ] && exec /usr/bin/unshare \"$@\"\necho 'unshare: unshare failed: No space left on device'\nexit 1\n", Ct);
        File.SetUnixFileMode(unshare, (UnixFileMode)0b111_101_101);
        var pando = _pando = await Instance.StartAsync(
            environment: new Dictionary<string, string>
            {
                ["PATH"] = $"{_programs}:{Environment.GetEnvironmentVariable("PATH")}",
                ["PANDOD_CONFINEMENT_LANDLOCK"] = "no",
                ["PANDOD_CONFINEMENT_MOUNTS"] = "no",
            },
            cancellationToken: Ct);
        await File.WriteAllTextAsync(allowed, "", Ct);
        Assert.True((await pando.Client.CreateAsync(Machines.Empty("first"), paused: true, Ct)).Confinement!.OwnUsers);
        Assert.Equal(CheckStatus.Pass, await FindingAsync(pando));

        // It was possible when it was tried.
        File.Delete(allowed);
        await RefusedAsync(pando, "second");
        Assert.Equal(CheckStatus.Warn, await FindingAsync(pando));
        await pando.KillDaemonAsync();
        await pando.StartDaemonAsync(Ct);
        // It is not from the beginning.
        await RefusedAsync(pando, "third");
        Assert.True((await pando.Client.GetMachineAsync("first", Ct)).Confinement!.OwnUsers);
        Assert.Contains("users.refused", (await pando.Client.GetMachineAsync("second", Ct)).Confinement!.Lacking);
    }

    private static async Task RefusedAsync(Instance pando, string name)
    {
        var machine = await pando.Client.CreateAsync(Machines.Empty(name), cancellationToken: Ct);
        Assert.Equal(MachinePhase.Running, machine.State.Phase);
        Assert.False(machine.Confinement!.OwnUsers);
        Assert.Equal("users.refused", Assert.Single(machine.Confinement.Lacking, static word => word.StartsWith("users.", StringComparison.Ordinal)));
        Assert.Equal(Namespace("self"), Namespace($"{machine.Pid}"));
        var status = Status(machine.Pid!.Value);
        Assert.Equal(("0000000000000000", "1"), (status["CapEff"], status["NoNewPrivs"]));
    }

    private static async Task<CheckStatus> FindingAsync(Instance pando) => (await pando.Client.CheckHostAsync(Ct)).Items.Single(static item => item.Id == "users").Status;

    private static string Namespace(string process) => new FileInfo($"/proc/{process}/ns/user").LinkTarget!;

    private static Dictionary<string, string> Status(int pid) => File.ReadLines($"/proc/{pid}/status")
        .Select(static line => line.Split(':', 2)).ToDictionary(static pair => pair[0], static pair => pair[1].Trim(), StringComparer.Ordinal);

    private static IEnumerable<uint> Ids(string words) => words.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(uint.Parse);

    /// <summary>Every id of the namespace; each is itself on the host.</summary>
    private static HashSet<uint> Mapped(string map)
    {
        HashSet<uint> all = [];
        foreach (uint[] line in File.ReadLines(map).Select(static line => Ids(line).ToArray()))
        {
            Assert.Equal(line[0], line[1]);
            for (uint id = 0; id < line[2]; id++)
            {
                all.Add(line[0] + id);
            }
        }
        return all;
    }
}
