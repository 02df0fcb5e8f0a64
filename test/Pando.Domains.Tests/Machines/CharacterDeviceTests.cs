using Pando.Model;
using Pando.Model.Domains.Devices;
using Pando.Model.Errors;

namespace Pando.Domains.Tests.Machines;

/// <summary>What stands at the host's end of a machine's devices, with the installed QEMU.</summary>
public class CharacterDeviceTests
{
    [Fact]
    public async Task A_file_with_labels_of_its_own_is_held_with_them()
    {
        await using var engine = await Engine.OpenAsync();
        var path = Path.Combine(engine.Root, "labelled.log");
        var xml = Definitions.Empty("one", $"<serial type='file'><source path='{path}'><seclabel model='dac' relabel='no'/></source></serial>");
        var view = await engine.Domains.DefineAsync(xml, null, Caller.Daemon);

        var running = await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);

        var held = Assert.Single(running.Live!.Files, file => file.Path == path);
        Assert.Equal(("serial1", "dac", false), (held.Alias, held.Labels[0].Model, held.Labels[0].Relabel));
    }

    [Fact]
    public async Task What_firmware_writes_to_its_port_is_in_the_file_and_the_file_is_made()
    {
        await using var engine = await Engine.OpenAsync();
        var file = Path.Combine(engine.Root, "firmware.log");
        var view = await engine.Domains.DefineAsync(
            Definitions.Empty("one", $"""
                <serial type='file'><source path='{file}'/><target type='isa-debug'/><address type='isa' iobase='0x402'/></serial>
                """),
            null, Caller.Daemon);
        await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        using var limit = new CancellationTokenSource(Engine.Limit);
        using var watcher = new FileSystemWatcher(engine.Root, "firmware.log") { EnableRaisingEvents = true };
        var grown = new TaskCompletionSource();
        watcher.Changed += (_, _) => Look();
        Look();
        await grown.Task.WaitAsync(limit.Token);

        void Look()
        {
            if (File.ReadAllText(file).Contains("SeaBIOS", StringComparison.Ordinal))
            {
                grown.TrySetResult();
            }
        }
    }

    [Fact]
    public async Task A_device_that_is_not_there_says_which_part_of_its_path_and_why()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(
            Definitions.Empty("one", "<serial type='dev'><source path='/dev/nothing-here'/></serial>"), null, Caller.Daemon);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));
        Assert.Equal(ErrorCodes.Domain.DiskUnavailable, refusal.Code);
        Assert.Contains(refusal.Facts, fact => fact is { Name: "component", Value: "/dev/nothing-here" });
    }

    [Fact]
    public async Task A_file_that_is_no_device_is_not_one()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(
            Definitions.Empty("one", "<serial type='dev'><source path='/etc/hostname'/></serial>"), null, Caller.Daemon);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));
        Assert.EndsWith("it is neither a character device nor a named pipe.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pair_of_pipes_stands_for_one()
    {
        await using var engine = await Engine.OpenAsync();
        var pipe = Path.Combine(engine.Root, "pipe");
        foreach (var end in (string[])["in", "out"])
        {
            using var made = System.Diagnostics.Process.Start("mkfifo", [$"{pipe}.{end}"]);
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        var view = await engine.Domains.DefineAsync(Definitions.Empty("one", $"<serial type='pipe'><source path='{pipe}'/></serial>"), null, Caller.Daemon);
        await engine.Domains.Request(view.Id, new StartRequest(true), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
    }

    [Fact]
    public async Task A_socket_without_a_path_is_called_after_what_the_guest_knows_it_by()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(
            Definitions.Empty("one", """
                <channel type='unix'><source mode='bind'/><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
                <channel type='unix'><target type='virtio' name='../../escape'/></channel>
                """),
            null, Caller.Daemon);
        var running = await engine.Domains.Request(view.Id, new StartRequest(true), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        var sockets = running.Live!.Definition.Devices.Channels.Items.Select(channel => ((UnixBackend)channel.Backend).Path!).ToList();
        Assert.Equal([Run("channel-org.qemu.guest_agent.0"), Run("channel1.sock")], sockets);
        Assert.All(sockets, socket => Assert.True(File.Exists(socket)));

        string Run(string name) => Path.Combine(engine.Paths.DomainRun(view.Id), name);
    }
}
