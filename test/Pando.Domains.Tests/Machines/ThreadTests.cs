using System.Globalization;
using Pando.Linux.Scheduling;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Qmp;

namespace Pando.Domains.Tests.Machines;

/// <summary>The threads of a machine are where its definition says, and as it says, before the guest's first instruction.</summary>
public class ThreadTests
{
    [Fact]
    public async Task Each_thread_runs_where_and_as_the_definition_says()
    {
        Assert.SkipWhen(Environment.ProcessorCount < 2, "Only one processor: nothing to tell apart.");
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(With(
            "threads",
            """
            <vcpu cpuset='0'>3</vcpu>
            <vcpus>
              <vcpu id='0' enabled='yes' hotpluggable='no'/>
              <vcpu id='1' enabled='yes' hotpluggable='yes'/>
              <vcpu id='2' enabled='no' hotpluggable='yes'/>
            </vcpus>
            <iothreads>1</iothreads>
            <memoryBacking><source type='file'/></memoryBacking>
            <cputune>
              <vcpupin vcpu='1' cpuset='0-1'/>
              <emulatorpin cpuset='1'/>
              <vcpusched vcpus='0' scheduler='batch'/>
              <iothreadsched iothreads='1' scheduler='idle'/>
            </cputune>
            """), null, Caller.Daemon);
        var running = await engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.Equal(DomainPhase.Running, running.State.Phase);
        Assert.Empty(running.Live!.Taints);

        var guest = engine.Domains.Driver(view.Id).Guest!;
        var cpus = await guest.ExecuteAsync(new QueryCpusFast(), null, TestContext.Current.CancellationToken);
        var worker = Assert.Single(await guest.ExecuteAsync(new QueryIothreads(), null, TestContext.Current.CancellationToken));
        Assert.Equal([0, 1], cpus.Select(cpu => cpu.CpuIndex).Order());
        Assert.Equal("0", Allowed(Thread(cpus, 0)));
        Assert.Equal("0-1", Allowed(Thread(cpus, 1)));
        Assert.Equal("0", Allowed(worker.ThreadId));
        Assert.Equal("1", Allowed(guest.Process.Pid));
        Assert.Equal((int)SchedulingClass.Batch, Class(Thread(cpus, 0)));
        Assert.Equal((int)SchedulingClass.Other, Class(Thread(cpus, 1)));
        Assert.Equal((int)SchedulingClass.Idle, Class(worker.ThreadId));
    }

    [Fact]
    public async Task A_processor_that_the_host_does_not_have_is_refused_by_its_number()
    {
        await using var engine = await Engine.OpenAsync();
        var view = await engine.Domains.DefineAsync(With("far", "<vcpu>1</vcpu><cputune><vcpupin vcpu='0' cpuset='0,9000'/></cputune>"), null, Caller.Daemon);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => engine.Domains.Request(view.Id, new StartRequest(), Caller.Daemon).Completion.WaitAsync(Engine.Limit));
        Assert.Equal(ErrorCodes.Domain.NoSuchProcessor, refusal.Code);
        Assert.Equal(DomainPhase.Off, engine.Domains.Get("far").State.Phase);
    }

    [Fact]
    public async Task Arguments_of_its_own_taint_a_machine_and_reach_its_QEMU()
    {
        await using var engine = await Engine.OpenAsync();
        const string extras = """<qemu:commandline xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0"><qemu:arg value="-global"/><qemu:arg value="isa-debugcon.iobase=0x402"/><qemu:env name="PANDO_TEST" value="seen"/></qemu:commandline>""";
        var view = await engine.Domains.DefineAsync(With("extras", "<vcpu>1</vcpu>" + extras), null, Caller.Daemon);
        var running = await engine.Domains.Request(view.Id, new StartRequest(true), Caller.Daemon).Completion.WaitAsync(Engine.Limit);
        Assert.Equal([Taint.CustomArgv], running.Live!.Taints);
        var process = running.Live.Process.Pid.ToString(CultureInfo.InvariantCulture);
        Assert.EndsWith("-global\0isa-debugcon.iobase=0x402\0", await File.ReadAllTextAsync($"/proc/{process}/cmdline", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("PANDO_TEST=seen", await File.ReadAllTextAsync($"/proc/{process}/environ", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static string With(string name, string elements) =>
        Definitions.Empty(name).Replace("<vcpu>1</vcpu>", elements, StringComparison.Ordinal);

    private static int Thread(IReadOnlyList<CpuInfo> cpus, int index) => cpus.Single(cpu => cpu.CpuIndex == index).ThreadId;

    // /proc/PID/status, which is a thread's own: proc(5).
    private static string Allowed(int thread) => File.ReadLines($"/proc/{thread.ToString(CultureInfo.InvariantCulture)}/status")
        .Single(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)).Split('\t')[1];

    // The 41st field of /proc/PID/stat; the second is a name in parentheses, which may hold blanks.
    private static int Class(int thread)
    {
        var stat = File.ReadAllText($"/proc/{thread.ToString(CultureInfo.InvariantCulture)}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[38], CultureInfo.InvariantCulture);
    }
}
