using System.Security.Cryptography;
using System.Text;
using Pando.Api.Machines;
using Pando.Api.Problems;
using Pando.Api.Saving;

namespace Pando.EndToEnd.Tests;

/// <summary>Files of saved machines that cannot be brought back: each is refused by name, and the file, the machine and its process stay as they were.</summary>
public sealed class RefusedSavesTests : IAsyncLifetime
{
    private Instance _pando = null!;
    private string _file = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        _file = Path.Combine(_pando.Root, "one.save");
        await _pando.Client.DefineAsync(Machines.Empty("one"), Ct);
        await _pando.Client.StartAsync("one", cancellationToken: Ct);
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_restore_of_what_runs_is_refused_and_it_runs_on()
    {
        await SaveAsync();
        var running = await _pando.Client.RestoreSavedAsync(Restore, Ct);
        var problem = await RefusalAsync(() => _pando.Client.RestoreSavedAsync(Restore, Ct));
        Assert.Equal(("domain.already-running", 409), (problem.Code, problem.Status));
        Assert.Contains("'one'", problem.Detail, StringComparison.Ordinal);
        var told = await _pando.CliAsync("restore", _file);
        Assert.Equal((4, true), (told.ExitCode, told.Error.Contains(problem.Detail!, StringComparison.Ordinal)));
        var after = await _pando.Client.GetMachineAsync("one", Ct);
        Assert.Equal((MachinePhase.Running, running.Pid), (after.State.Phase, after.Pid));
        Assert.Equal(after.Pid, Assert.Single(_pando.OtherProcesses()));
    }

    [Theory]
    // Within the header; within the definition; the last byte of the guest.
    [InlineData(50L)]
    [InlineData(300L)]
    [InlineData(-1L)]
    public async Task A_file_cut_short_is_refused_before_anything_is_started(long length)
    {
        await SaveAsync();
        await using (var file = File.OpenWrite(_file))
        {
            file.SetLength(length < 0 ? file.Length + length : length);
        }
        var problem = await RefusalAsync(() => _pando.Client.RestoreSavedAsync(Restore, Ct));
        Assert.Equal(("save.damaged", 400), (problem.Code, problem.Status));
        Assert.Contains(_file, problem.Detail, StringComparison.Ordinal);
        await AssertOffAsync("one");
        Assert.DoesNotContain(await _pando.Client.ListJobsAsync(cancellationToken: Ct), job => job.Kind == "machine.load");
    }

    [Fact]
    public async Task A_managed_save_of_another_machine_is_refused_and_both_files_stay()
    {
        var one = await _pando.Client.SaveAsync("one", new SaveRequest(), Ct);
        var two = await _pando.Client.DefineAsync(Machines.Empty("two"), Ct);
        var foreign = Path.Combine(_pando.Root, "lib", "save", $"{two.Id}.save");
        File.Copy(Path.Combine(_pando.Root, "lib", "save", $"{one.Id}.save"), foreign);
        _file = foreign;
        var problem = await RefusalAsync(() => _pando.Client.StartAsync("two", cancellationToken: Ct));
        Assert.Equal(("save.of-another", 409), (problem.Code, problem.Status));
        Assert.Contains($"'two' ({two.Id})", problem.Detail, StringComparison.Ordinal);
        Assert.Contains($"'one' ({one.Id})", problem.Detail, StringComparison.Ordinal);
        await AssertOffAsync("one");
        await AssertOffAsync("two");
        Assert.Equal("restored", (await _pando.Client.StartAsync("one", cancellationToken: Ct)).State.Reason);
        Assert.Equal("booted", (await _pando.Client.StartAsync("two", new StartOptions { ForceBoot = true }, Ct)).State.Reason);
        Assert.False(File.Exists(foreign));
    }

    [Fact]
    public async Task A_file_of_another_machine_of_the_same_name_is_refused()
    {
        await SaveAsync();
        await _pando.Client.UndefineAsync("one", cancellationToken: Ct);
        var other = await _pando.Client.DefineAsync(Machines.Empty("one"), Ct);
        var problem = await RefusalAsync(() => _pando.Client.RestoreSavedAsync(Restore, Ct));
        Assert.Equal(("domain.name-taken", 409), (problem.Code, problem.Status));
        Assert.Contains(other.Id, problem.Detail, StringComparison.Ordinal);
        await AssertOffAsync("one");
    }

    [Fact]
    public async Task The_definition_of_another_machine_does_not_take_the_place_of_its_own()
    {
        await SaveAsync();
        var other = Encoding.UTF8.GetString(Machines.Empty("two"));
        var problem = await RefusalAsync(() => _pando.Client.RestoreSavedAsync(new RestoreSavedRequest { Path = _file, Xml = other }, Ct));
        Assert.Equal(("save.incompatible", 409), (problem.Code, problem.Status));
        Assert.Contains("/domain/", problem.Detail, StringComparison.Ordinal);
        await AssertOffAsync("one");
        Assert.Equal(["one"], (await _pando.Client.ListMachinesAsync(cancellationToken: Ct)).Select(machine => machine.Name));
        Assert.Equal("restored", (await _pando.Client.RestoreSavedAsync(Restore, Ct)).State.Reason);
    }

    private RestoreSavedRequest Restore => new() { Path = _file };

    private Task SaveAsync() => _pando.Client.SaveAsync("one", new SaveRequest { Path = _file }, Ct);

    /// <summary>What is refused; the file is as it was.</summary>
    private async Task<Problem> RefusalAsync(Func<Task> request)
    {
        var before = SHA256.HashData(await File.ReadAllBytesAsync(_file, Ct));
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(request)).Problem;
        Assert.Equal(before, SHA256.HashData(await File.ReadAllBytesAsync(_file, Ct)));
        return problem;
    }

    private async Task AssertOffAsync(string name)
    {
        Assert.Equal(MachinePhase.ShutOff, (await _pando.Client.GetMachineAsync(name, Ct)).State.Phase);
        Assert.Empty(_pando.OtherProcesses());
        Assert.Empty(Directory.GetFiles(_pando.Root, "*.part", SearchOption.AllDirectories));
    }
}
