using System.Globalization;
using Pando.Api.Host;
using Pando.Cli.Failures;
using Pando.Cli.Output;
using Pando.Cli.Texts;

namespace Pando.Cli.Commands;

/// <summary><c>pando os-list</c> and <c>pando os-info</c>: what <c>--os-variant</c> can be.</summary>
internal static class OperatingSystemCommands
{
    public static CliCommand List(string name)
    {
        var family = new Setting("--family", "FAMILY");
        return new CliCommand(name, "os-list", ListAsync, family) { Examples = ["pando os-list", "pando os-list --family winnt"] };

        async Task<int> ListAsync(Run run)
        {
            var all = await run.Client.ListOperatingSystemsAsync();
            IReadOnlyList<OperatingSystemFacts> systems = run.Value(family) is { } wanted ? [.. all.Where(system => system.Family == wanted)] : all;
            run.Show(systems, writer =>
            {
                var table = new Table(run.Texts["os.short-id"], run.Texts["os.name"], run.Texts["os.version"], run.Texts["os.released"]);
                foreach (var system in systems)
                {
                    table.Add(system.ShortId, system.Name, system.Version, Day(system.ReleasedOn));
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

    public static CliCommand Info(string name)
    {
        var system = new Operand("OS", WordKind.Text);
        return new CliCommand(name, "os-info", InfoAsync, system) { Examples = ["pando os-info debian11"] };

        async Task<int> InfoAsync(Run run)
        {
            var found = await run.Client.GetOperatingSystemAsync(run.Value(system));
            run.Show(found, writer =>
            {
                var texts = run.Texts;
                new FactSheet()
                    .Add(texts["os.short-id"], string.Join(", ", [found.ShortId, .. found.OtherIds ?? []]))
                    .Add(texts["os.name"], found.Name)
                    .Add(texts["os.vendor"], found.Vendor)
                    .Add(texts["os.family"], found.Family)
                    .Add(texts["os.released"], Day(found.ReleasedOn))
                    .Add(texts["os.ends"], Day(found.EndsOn))
                    .Add(texts["os.minimum"], Needs(texts, found.Minimum))
                    .Add(texts["os.recommended"], Needs(texts, found.Recommended))
                    .Add("UEFI", found.BootsUefi is { } uefi ? MachineFacts.YesNo(run, uefi) : null)
                    .Add("BIOS", found.BootsBios is { } bios ? MachineFacts.YesNo(run, bios) : null)
                    .Add(texts["os.drivers"], string.Join(", ", found.Drivers))
                    .Add(texts["os.id"], found.Id)
                    .WriteTo(writer);
            });
            return ExitCode.Done;
        }
    }

    private static string? Day(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Needs(TextSource texts, OperatingSystemNeeds? needs) => needs is null ? null : string.Join(", ", new[]
    {
        needs.Vcpus is { } vcpus ? texts["os.vcpus", ("count", Numbers.Plain(vcpus))] : null,
        needs.MemoryKiB is { } memory ? texts["os.memory", ("size", texts.KiB(memory))] : null,
        needs.StorageBytes is { } storage ? texts["os.storage", ("size", texts.Bytes(storage))] : null,
    }.OfType<string>());
}
