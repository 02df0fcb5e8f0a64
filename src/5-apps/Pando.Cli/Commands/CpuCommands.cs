using System.Text;
using System.Xml.Linq;
using Pando.Api.Client;
using Pando.Api.Host;
using Pando.Cli.Failures;

namespace Pando.Cli.Commands;

/// <summary>virsh's <c>cpu-compare</c>, <c>cpu-baseline</c> and their <c>hypervisor-</c> twins, with its answers.</summary>
internal static class CpuCommands
{
    public static CliCommand Compare(string name)
    {
        var (file, error, validate) = (File(), new Flag("--error"), new Flag("--validate"));
        return new CliCommand(name, "cpu-compare", run => CompareAsync(run, file, error, validate, new CpuScope()), file, error, validate)
        {
            Examples = ["pando cpu-compare cpu.xml", "pando cpu-compare cpu.xml --error"],
        };
    }

    public static CliCommand CompareHypervisor(string name)
    {
        var (file, error, validate, scope) = (File(), new Flag("--error"), new Flag("--validate"), new ScopeSettings());
        return new CliCommand(
            name, "hypervisor-cpu-compare", run => CompareAsync(run, file, error, validate, scope.Of(run)),
            file, scope.Type, scope.Emulator, scope.Architecture, scope.Machine, error, validate)
        {
            Examples = ["pando hypervisor-cpu-compare cpu.xml", "pando hypervisor-cpu-compare cpu.xml --virttype qemu"],
        };
    }

    public static CliCommand Baseline(string name)
    {
        var (file, features, migratable) = (File(), new Flag("--features"), new Flag("--migratable"));
        return new CliCommand(name, "cpu-baseline", ShowAsync, file, features, migratable) { Examples = ["pando cpu-baseline hosts.xml", "pando cpu-baseline hosts.xml --migratable"] };

        async Task<int> ShowAsync(Run run) => await BaselineAsync(run, await InputFile.ReadAsync(run, run.Value(file), run.Interrupts.Token), new CpuScope(), features, migratable);
    }

    public static CliCommand BaselineHypervisor(string name)
    {
        var (file, model) = (new Operand("FILE", WordKind.File, optional: true), new Setting("--model", "MODEL"));
        var (features, migratable, scope) = (new Flag("--features"), new Flag("--migratable"), new ScopeSettings());
        return new CliCommand(
            name, "hypervisor-cpu-baseline", ShowAsync, file, scope.Type, scope.Emulator, scope.Architecture, scope.Machine, features, migratable, model)
        {
            Examples = ["pando hypervisor-cpu-baseline hosts.xml", "pando hypervisor-cpu-baseline --model EPYC"],
        };

        async Task<int> ShowAsync(Run run)
        {
            var (path, wanted) = (run.Optional(file), run.Value(model));
            if (string.IsNullOrEmpty(path) == wanted is null)
            {
                throw CliException.Usage("cpu-file-or-model");
            }
            var xml = wanted is null
                ? await InputFile.ReadAsync(run, path!, run.Interrupts.Token)
                : Encoding.UTF8.GetBytes(new XElement("cpu", new XElement("model", wanted)).ToString());
            return await BaselineAsync(run, xml, scope.Of(run), features, migratable);
        }
    }

    private static async Task<int> CompareAsync(Run run, Operand file, Flag error, Flag validate, CpuScope scope)
    {
        var path = run.Value(file);
        var found = await run.Client.CompareCpuAsync(await InputFile.ReadAsync(run, path, run.Interrupts.Token), scope, run.Has(validate), run.Interrupts.Token);
        if (found.Fit == CpuFit.Incompatible && run.Has(error))
        {
            throw new CliException(ExitCode.Failed, found.Why switch
            {
                CpuMisfit.Architecture => "cpu-other-architecture",
                CpuMisfit.Vendor => "cpu-other-vendor",
                CpuMisfit.Forbidden => "cpu-forbidden-features",
                CpuMisfit.Missing => "cpu-missing-features",
                _ => "cpu-extra-features",
            }, ("path", path), ("what", found.What ?? ""));
        }
        run.Show(found, writer => writer.WriteLine(run.Texts[Sentence(found.Fit, scope.Hypervisor), ("path", path)]));
        return found.Fit == CpuFit.Incompatible ? ExitCode.Failed : ExitCode.Done;
    }

    private static async Task<int> BaselineAsync(Run run, ReadOnlyMemory<byte> xml, CpuScope scope, Flag features, Flag migratable)
    {
        run.WriteXml(await run.Client.GetCpuBaselineAsync(xml, scope, run.Has(features), run.Has(migratable), run.Interrupts.Token));
        return ExitCode.Done;
    }

    private static string Sentence(CpuFit fit, bool hypervisor) => (fit, hypervisor) switch
    {
        (CpuFit.Identical, false) => "host.cpu-identical",
        (CpuFit.Superset, false) => "host.cpu-superset",
        (_, false) => "host.cpu-incompatible",
        (CpuFit.Identical, true) => "host.hypervisor-cpu-identical",
        (CpuFit.Superset, true) => "host.hypervisor-cpu-superset",
        _ => "host.hypervisor-cpu-incompatible",
    };

    private static Operand File() => new("FILE", WordKind.File);

    /// <summary>What machine a question is about.</summary>
    private sealed class ScopeSettings
    {
        public Setting Type { get; } = new("--virttype", "TYPE") { Choices = ["kvm", "qemu"] };

        public Setting Emulator { get; } = new("--emulator", "PATH");

        public Setting Architecture { get; } = new("--arch", "ARCH");

        public Setting Machine { get; } = new("--machine", "MACHINE");

        public CpuScope Of(Run run) => new(Hypervisor: true, run.Value(Type), run.Value(Machine), run.Value(Architecture), run.Value(Emulator));
    }
}
