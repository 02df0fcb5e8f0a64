using Pando.Model.Domains;

namespace Pando.Domains.Tests;

/// <summary>The whole table: every phase, every request, accepted or which refusal.</summary>
public class RequestTableTests
{
    private const string Table = """
        phase     start            shutdown         reboot           reset         destroy      suspend         resume          undefine       undefine+storage
        Off       ok               not-running      not-running      not-running   not-running  not-running     not-running     ok             ok
        Starting  is-starting      is-starting      is-starting      is-starting   ok           is-starting     is-starting     is-starting    is-starting
        Running   already-running  ok               ok               ok            ok           ok              not-paused      ok             still-running
        Paused    already-running  is-paused        is-paused        ok            ok           already-paused  ok              ok             still-running
        GuestOff  guest-shut-down  guest-shut-down  guest-shut-down  ok            ok           guest-shut-down guest-shut-down ok             still-running
        Crashed   crashed          crashed          crashed          ok            ok           crashed         crashed         ok             still-running
        Unrecorded record-unreadable record-unreadable record-unreadable record-unreadable ok record-unreadable record-unreadable record-unreadable record-unreadable
        Stopping  is-stopping      is-stopping      is-stopping      is-stopping   is-stopping  is-stopping     is-stopping     is-stopping    is-stopping
        Removing  being-removed    being-removed    being-removed    being-removed being-removed being-removed  being-removed   being-removed  being-removed
        """;

    private static readonly DomainRequest[] Requests =
    [
        new StartRequest(), new ShutdownRequest(), new RebootRequest(), new ResetRequest(), new DestroyRequest(), new SuspendRequest(),
        new ResumeRequest(), new UndefineRequest(), new UndefineRequest(RemoveStorage: true),
    ];

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
        var refusal = RequestTable.Refusal(phase, Requests[column], persistent: true, answering: true);
        Assert.Equal(expected == "ok" ? null : $"domain.{expected}", refusal?.Name);
    }

    [Fact]
    public void The_table_has_every_phase_and_every_kind_of_request()
    {
        Assert.Equal(Enum.GetValues<DomainPhase>(), Cells().Select(row => row.Data.Item1).Distinct());
        Assert.Equal(Enum.GetValues<DomainRequestKind>(), Requests.Select(request => request.Kind).Distinct());
    }

    [Fact]
    public void A_transient_machine_cannot_be_undefined()
    {
        Assert.All(Enum.GetValues<DomainPhase>(), phase =>
            Assert.Equal("domain.is-transient", RequestTable.Refusal(phase, new UndefineRequest(), persistent: false, answering: true)?.Name));
    }

    [Fact]
    public void A_QEMU_that_does_not_answer_can_be_destroyed_and_nothing_else()
    {
        foreach (var request in Requests.Where(request => RequestTable.Refusal(DomainPhase.Running, request, true, answering: true) is null))
        {
            var refusal = RequestTable.Refusal(DomainPhase.Running, request, persistent: true, answering: false);
            // To take the definition away QEMU is not asked either.
            Assert.Equal(request is DestroyRequest or UndefineRequest ? null : "domain.not-answering", refusal?.Name);
        }
    }

    [Theory]
    [InlineData("start destroy", DomainPhase.Off, "ok ok")]
    [InlineData("start start", DomainPhase.Off, "ok is-starting")]
    [InlineData("suspend resume suspend", DomainPhase.Running, "ok ok ok")]
    [InlineData("suspend suspend", DomainPhase.Running, "ok already-paused")]
    [InlineData("destroy start", DomainPhase.Running, "ok is-stopping")]
    [InlineData("undefine start", DomainPhase.Off, "ok being-removed")]
    [InlineData("reset shutdown", DomainPhase.GuestOff, "ok ok")]
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
