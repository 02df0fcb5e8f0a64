using System.Globalization;
using Pando.Api.Agents;
using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands.Guests;

/// <summary>A guest's clock, and the processors it uses.</summary>
internal static class GuestSettingCommands
{
    public static CliCommand Time(string name)
    {
        var machine = Operand.Machine();
        var now = new Flag("--now");
        var pretty = new Flag("--pretty");
        var sync = new Flag("--sync");
        var time = new Setting("--time", "SECONDS");
        return new CliCommand(name, "domtime", TimeAsync, machine, now, pretty, sync, time) { Examples = ["pando domtime web1 --pretty", "pando domtime web1 --now"] };

        async Task<int> TimeAsync(Run run)
        {
            GuestTimeRequest? request = run switch
            {
                _ when run.Has(sync) => new GuestTimeRequest { Sync = true },
                _ when run.Has(now) => new GuestTimeRequest { Now = true },
                _ when run.Value(time) is { } seconds => new GuestTimeRequest { Time = Moment(seconds) },
                _ => null,
            };
            var told = request is null
                ? await run.Client.GetGuestTimeAsync(run.Value(machine), run.Interrupts.Token)
                : await Changes.DoAsync(run, (pandod, cancel) => pandod.SetGuestTimeAsync(run.Value(machine), request, cancel));
            var shown = run.Has(pretty) ? run.Around.Time.Moment(told.Time) : Numbers.Plain(told.Time.ToUnixTimeSeconds());
            run.Show(told, writer => writer.WriteLine(run.Texts["guest.time", ("time", shown)]));
            return ExitCode.Done;
        }
    }

    public static CliCommand Vcpus(string name)
    {
        var machine = Operand.Machine();
        var list = new Setting("--cpulist", "LIST");
        var enable = new Flag("--enable");
        var disable = new Flag("--disable");
        var count = new Setting("--count", "NUMBER");
        return new CliCommand(name, "guestvcpus", VcpusAsync, machine, list, enable, disable, count)
        {
            Examples = ["pando guestvcpus web1", "pando guestvcpus web1 --cpulist 2-3 --disable", "pando guestvcpus web1 --count 2"],
        };

        async Task<int> VcpusAsync(Run run)
        {
            var change = ChangeOf(run.Value(list), run.Has(enable), run.Has(disable), run.Value(count));
            var vcpus = change is null
                ? await run.Client.GetGuestVcpusAsync(run.Value(machine), run.Interrupts.Token)
                : await Changes.DoAsync(run, (pandod, cancel) => pandod.SetGuestVcpusAsync(run.Value(machine), change, cancel));
            run.Show(vcpus, writer =>
            {
                Write(writer, "vcpus", vcpus);
                Write(writer, "online", vcpus.Where(vcpu => vcpu.Online));
                Write(writer, "offlinable", vcpus.Where(vcpu => vcpu.CanOffline));
            });
            return ExitCode.Done;
        }
    }

    private static GuestVcpusRequest? ChangeOf(string? list, bool enable, bool disable, string? count) => (list, enable, disable, count) switch
    {
        (null, false, false, null) => null,
        (null, false, false, { } number) => new GuestVcpusRequest { Count = (int)Number(number, "--count") },
        ({ } numbers, true, false, null) => new GuestVcpusRequest { Online = Numbered(numbers) },
        ({ } numbers, false, true, null) => new GuestVcpusRequest { Offline = Numbered(numbers) },
        _ => throw CliException.Usage("guestvcpus"),
    };

    // virsh's form: names of the agent's, lists of numbers.
    private static void Write(TextWriter writer, string name, IEnumerable<GuestVcpu> vcpus) =>
        writer.WriteLine($"{name,-15}: {string.Join(',', vcpus.Select(vcpu => Numbers.Plain(vcpu.Id)))}");

    private static List<long> Numbered(string list)
    {
        var numbers = new List<long>();
        foreach (var part in list.Split(','))
        {
            var ends = part.Split('-', 2);
            for (var number = Number(ends[0], "--cpulist"); number <= Number(ends[^1], "--cpulist"); number++)
            {
                numbers.Add(number);
            }
        }
        return numbers;
    }

    private static long Number(string text, string option) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw CliException.Usage("bad-number", ("option", option), ("value", text));

    private static DateTimeOffset Moment(string seconds) => DateTimeOffset.FromUnixTimeSeconds(Number(seconds, "--time"));
}
