using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Xml.Changes;

namespace Pando.Domains.Tests;

/// <summary>The whole table: every phase, every request, accepted or which refusal.</summary>
public class RequestTableTests
{
    private const string Table = """
        phase     start            shutdown         reboot           reset         destroy      suspend         resume          wake            undefine       undefine+storage  save dump drop-save rename  change change+live change+config
        Off       ok               not-running      not-running      not-running   not-running  not-running     not-running     not-running     ok             ok  not-running not-running ok ok  ok not-running ok
        Starting  is-starting      is-starting      is-starting      is-starting   ok           is-starting     is-starting     is-starting     is-starting    is-starting  is-starting is-starting is-starting is-starting  is-starting is-starting is-starting
        Running   already-running  ok               ok               ok            ok           ok              not-paused      not-asleep      ok             still-running  ok ok still-running still-running  ok ok ok
        Paused    already-running  is-paused        is-paused        ok            ok           already-paused  ok              not-asleep      ok             still-running  ok ok still-running still-running  ok ok ok
        GuestOff  guest-shut-down  guest-shut-down  guest-shut-down  ok            ok           guest-shut-down guest-shut-down guest-shut-down ok             still-running  guest-shut-down ok guest-shut-down still-running  guest-shut-down guest-shut-down ok
        Crashed   crashed          crashed          crashed          ok            ok           crashed         crashed         crashed         ok             still-running  crashed ok crashed still-running  crashed crashed ok
        PmSuspended already-running is-asleep       is-asleep        ok            ok           is-asleep       is-asleep       ok              ok             still-running  is-asleep is-asleep is-asleep still-running  is-asleep is-asleep ok
        Unrecorded record-unreadable record-unreadable record-unreadable record-unreadable ok record-unreadable record-unreadable record-unreadable record-unreadable record-unreadable  record-unreadable record-unreadable record-unreadable record-unreadable  record-unreadable record-unreadable record-unreadable
        Stopping  is-stopping      is-stopping      is-stopping      is-stopping   is-stopping  is-stopping     is-stopping     is-stopping     is-stopping    is-stopping  is-stopping is-stopping is-stopping is-stopping  is-stopping is-stopping is-stopping
        Removing  being-removed    being-removed    being-removed    being-removed being-removed being-removed  being-removed   being-removed   being-removed  being-removed  being-removed being-removed being-removed being-removed  being-removed being-removed being-removed
        """;

    private static readonly DomainRequest[] Requests =
    [
        new StartRequest(), new ShutdownRequest(), new RebootRequest(), new ResetRequest(), new DestroyRequest(), new SuspendRequest(),
        new ResumeRequest(), new WakeRequest(), new UndefineRequest(), new UndefineRequest(RemoveStorage: true),
        new SaveRequest(new SaveOrder()), new DumpRequest(new DumpOrder { Path = "/d" }), new DropSaveRequest(), new RenameRequest("two"),
        Attach(ChangeScope.Current), Attach(ChangeScope.Live), Attach(ChangeScope.Config),
    ];

    private static AttachDeviceRequest Attach(ChangeScope scope) => new(DeviceText.Read("<rng model='virtio'><backend model='builtin'/></rng>"), scope);

    /// <summary>The other changes of a machine stand in the same columns.</summary>
    private static ChangeRequest Like(ChangeRequest request, DomainRequestKind kind) => kind switch
    {
        DomainRequestKind.AttachDevice => request,
        DomainRequestKind.DetachDevice => new DetachDeviceRequest(null, "rng0", request.Scope),
        DomainRequestKind.UpdateDevice => new UpdateDeviceRequest(((AttachDeviceRequest)request).Device, request.Scope),
        DomainRequestKind.SetVcpus => new SetVcpusRequest(1, false, request.Scope),
        DomainRequestKind.SwitchVcpus => new SwitchVcpusRequest(NumberSet.Of(1), true, request.Scope),
        DomainRequestKind.SetIoThread => new SetIoThreadRequest(new IoThreadDefinition(1), request.Scope),
        DomainRequestKind.SetMemory => new SetMemoryRequest(1024, false, request.Scope),
        // It is about what runs, and nothing else.
        DomainRequestKind.FollowUsb => request.Scope == ChangeScope.Live ? new FollowUsbRequest() : request,
        DomainRequestKind.AddIoThread => new AddIoThreadRequest(new IoThreadDefinition(1), request.Scope),
        DomainRequestKind.RemoveIoThread => new RemoveIoThreadRequest(1, request.Scope),
        DomainRequestKind.SetPerfEvents => new SetPerfEventsRequest([new PerfEvent(PerfEventName.PageFaults, true)], request.Scope),
        DomainRequestKind.Note => new NoteRequest(new NoteChange.Title("t"), request.Scope),
        DomainRequestKind.SetLifecycleAction => new SetLifecycleActionRequest(LifecycleEvent.Crash, LifecycleAction.Restart, request.Scope),
        DomainRequestKind.Tune => new TuneRequest(new ResourceChange { CpuShares = 2 }, request.Scope),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of change that the table's test does not know."),
    };

    private static readonly DomainRequestKind[] Changes = [.. Enum.GetValues<DomainRequestKind>().SkipWhile(kind => kind != DomainRequestKind.AttachDevice)];

    public static TheoryData<DomainPhase, int, string> Cells()
    {
        var cells = new TheoryData<DomainPhase, int, string>();
        foreach (var row in Table.Split('\n').Skip(1))
        {
            var words = row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            for (var column = 0; column < Requests.Length; column++)
            {
                cells.Add(Enum.Parse<DomainPhase>(words[0]), column, words[column + 1]);
            }
        }
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_phase_accepts_a_request_or_refuses_it_by_name(DomainPhase phase, int column, string expected)
    {
        IEnumerable<DomainRequest> alike = Requests[column] is ChangeRequest change ? Changes.Select(kind => Like(change, kind)) : [Requests[column]];
        Assert.All(alike, request =>
            Assert.Equal(expected == "ok" ? null : $"domain.{expected}", RequestTable.Refusal(phase, request, persistent: true, answering: true)?.Name));
    }

    [Fact]
    public void The_table_has_every_phase_and_every_kind_of_request()
    {
        Assert.Equal(Enum.GetValues<DomainPhase>(), Cells().Select(row => row.Data.Item1).Distinct());
        Assert.Equal(Enum.GetValues<DomainRequestKind>(), Requests.Select(request => request.Kind).Union(Changes));
    }

    [Fact]
    public void A_transient_machine_cannot_be_undefined()
    {
        Assert.All(Enum.GetValues<DomainPhase>(), phase =>
            Assert.Equal("domain.is-transient", RequestTable.Refusal(phase, new UndefineRequest(), persistent: false, answering: true)?.Name));
        Assert.Equal("domain.is-transient", RequestTable.Refusal(DomainPhase.Running, new RenameRequest("two"), persistent: false, answering: true)?.Name);
    }

    [Fact]
    public void A_transient_machine_has_no_managed_save()
    {
        Assert.Equal("domain.is-transient", RequestTable.Refusal(DomainPhase.Running, new SaveRequest(new SaveOrder()), persistent: false, answering: true)?.Name);
        Assert.Null(RequestTable.Refusal(DomainPhase.Running, new SaveRequest(new SaveOrder { Path = "/f" }), persistent: false, answering: true));
    }

    [Fact]
    public void While_memory_is_written_only_destroy_comes_between()
    {
        DomainRequest[] writing = [new SaveRequest(new SaveOrder()), new DumpRequest(new DumpOrder { Path = "/d" })];
        Assert.All(writing, current => Assert.All(Requests, request =>
            Assert.Equal(request is DestroyRequest ? null : "save.busy", RequestTable.RefusalDuring(current, request)?.Name)));
        Assert.All(Requests, request => Assert.Null(RequestTable.RefusalDuring(new SuspendRequest(), request)));
    }

    [Fact]
    public void A_QEMU_that_does_not_answer_can_be_destroyed_and_nothing_else()
    {
        foreach (var request in Requests.Where(request => RequestTable.Refusal(DomainPhase.Running, request, true, answering: true) is null))
        {
            var refusal = RequestTable.Refusal(DomainPhase.Running, request, persistent: true, answering: false);
            // To take the definition away QEMU is not asked either.
            Assert.Equal(request is DestroyRequest or UndefineRequest || request is ChangeRequest { Scope: ChangeScope.Config } ? null : "domain.not-answering", refusal?.Name);
        }
    }

    [Fact]
    public void The_definition_of_a_transient_machine_cannot_be_changed() =>
        Assert.Equal("domain.is-transient", RequestTable.Refusal(DomainPhase.Running, Attach(ChangeScope.Live | ChangeScope.Config), persistent: false, answering: true)?.Name);

    [Theory]
    [InlineData("start destroy", DomainPhase.Off, "ok ok")]
    [InlineData("start start", DomainPhase.Off, "ok is-starting")]
    [InlineData("suspend resume suspend", DomainPhase.Running, "ok ok ok")]
    [InlineData("suspend suspend", DomainPhase.Running, "ok already-paused")]
    [InlineData("destroy start", DomainPhase.Running, "ok is-stopping")]
    [InlineData("undefine start", DomainPhase.Off, "ok being-removed")]
    [InlineData("reset shutdown", DomainPhase.GuestOff, "ok ok")]
    [InlineData("save resume", DomainPhase.Running, "ok is-stopping")]
    [InlineData("dump suspend", DomainPhase.Running, "ok ok")]
    [InlineData("wake shutdown", DomainPhase.PmSuspended, "ok ok")]
    public void What_is_queued_counts_as_if_it_were_done(string words, DomainPhase phase, string expected)
    {
        var answers = new List<string>();
        foreach (var word in words.Split(' '))
        {
            var request = Requests.First(request => request.Kind.ToString().Equals(word, StringComparison.OrdinalIgnoreCase));
            var refusal = RequestTable.Refusal(phase, request, persistent: true, answering: true);
            answers.Add(refusal?.Name["domain.".Length..] ?? "ok");
            phase = refusal is null ? RequestTable.After(phase, request) : phase;
        }
        Assert.Equal(expected, string.Join(' ', answers));
    }
}
