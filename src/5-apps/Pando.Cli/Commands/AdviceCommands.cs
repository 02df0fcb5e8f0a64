using Pando.Api.Advice;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary><c>pando doctor</c> and <c>pando profile</c>.</summary>
internal static class AdviceCommands
{
    private static readonly string[] Profiles = ["balanced", "throughput", "low-latency", "dense"];

    public static CliCommand Doctor(string name)
    {
        var machine = Operand.Machine();
        var fix = new Flag("--fix");
        var only = new Setting("--only", "NAMES");
        return new CliCommand(name, "doctor", DoctorAsync, machine, fix, only)
        {
            Examples = ["pando doctor web1", "pando doctor web1 --fix", "pando doctor web1 --fix --only disk-discard,no-guest-agent"],
        };

        async Task<int> DoctorAsync(Run run)
        {
            var findings = await run.Client.ExamineAsync(run.Value(machine));
            if (!run.Has(fix))
            {
                run.Show(findings, writer => Write(run, findings, writer, run.Value(machine)));
                return ExitCode.Done;
            }
            var names = run.Value(only)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var fixable = findings.Count(finding => finding.Fixable && names?.Contains(finding.Name, StringComparer.Ordinal) is not false);
            var before = (await run.Client.GetMachineAsync(run.Value(machine))).Version;
            var mended = await Changes.DoAsync(run, (pandod, cancel) => pandod.FixAsync(run.Value(machine), names, cancel));
            run.Say(
                mended, mended.Version == before ? "advice.nothing-fixed" : "advice.fixed",
                ("name", mended.Name), ("count", Numbers.Plain(fixable)), ("version", Numbers.Plain(mended.Version)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Profile(string name)
    {
        var machine = Operand.Machine();
        var profile = new Operand("PROFILE", WordKind.Text) { Choices = Profiles };
        var dryRun = new Flag("--dry-run");
        var printXml = new Flag("--print-xml");
        return new CliCommand(name, "profile", ProfileAsync, machine, profile, dryRun, printXml)
        {
            Examples = ["pando profile web1 throughput --dry-run", "pando profile web1 dense"],
        };

        async Task<int> ProfileAsync(Run run)
        {
            var (which, wanted) = (run.Value(machine), run.Value(profile));
            var preview = await run.Client.PreviewProfileAsync(which, wanted);
            foreach (var notice in preview.Notices.Where(_ => !run.Json))
            {
                run.Around.Error.WriteLine(Printable.Of($"{run.Texts["advice.lacks"]} {notice.Message} {notice.Remedy}"));
            }
            if (run.Has(printXml))
            {
                run.WriteXml(preview.Xml);
            }
            else if (run.Has(dryRun))
            {
                run.Show(preview, writer => DiffText.Write(preview.Diff, writer, run.Colours));
            }
            else
            {
                var changed = await Changes.DoAsync(run, (pandod, cancel) => pandod.ApplyProfileAsync(which, wanted, cancel));
                run.Say(changed, "advice.profiled", ("name", changed.Name), ("profile", wanted), ("version", Numbers.Plain(changed.Version)));
            }
            return ExitCode.Done;
        }
    }

    private static void Write(Run run, IReadOnlyList<DoctorFinding> findings, TextWriter writer, string machine)
    {
        var texts = run.Texts;
        if (findings.Count == 0)
        {
            writer.WriteLine(run.Colours.Good(Printable.Of(texts["advice.healthy", ("name", machine)])));
            return;
        }
        foreach (var finding in findings)
        {
            var word = Printable.Of(texts[finding.Concern switch
            {
                DoctorConcern.Safety => "advice.safety",
                DoctorConcern.Performance => "advice.performance",
                _ => "advice.room",
            }]);
            writer.WriteLine($"{(finding.Concern == DoctorConcern.Safety ? run.Colours.Bad(word) : run.Colours.Warning(word))}  {Printable.Of(finding.Message)}");
            writer.WriteLine($"  {Printable.Of($"{texts[finding.Fixable ? "advice.fix" : "advice.do"]} {finding.Remedy}  [{finding.Name}]")}");
        }
        if (findings.Any(finding => finding.Fixable))
        {
            writer.WriteLine();
            writer.WriteLine(Printable.Of(texts["advice.how", ("name", machine)]));
        }
    }
}
