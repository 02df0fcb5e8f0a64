using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>virsh's cpu-models: the processors that machines can have here.</summary>
internal static class ProcessorCommands
{
    public static CliCommand Models(string name)
    {
        var architecture = new Operand("ARCH", WordKind.Text, optional: true);
        var type = new Setting("--virttype", "TYPE") { Choices = ["kvm", "qemu"] };
        return new CliCommand(name, "cpu-models", ListAsync, architecture, type) { Examples = ["pando cpu-models x86_64", "pando cpu-models --virttype qemu"] };

        async Task<int> ListAsync(Run run)
        {
            var models = await run.Client.ListCpuModelsAsync(run.Value(type), run.Optional(architecture), run.Interrupts.Token);
            run.Show(models, writer =>
            {
                var table = new Table(run.Texts["host.cpu-model"], run.Texts["host.cpu-usable"], run.Texts["host.cpu-missing"]);
                foreach (var model in models)
                {
                    table.Add(model.Name, model.Usable is { } usable ? MachineFacts.YesNo(run, usable) : "-", string.Join(' ', model.Missing ?? []));
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

}
