using Pando.Cli.Failures;
using Pando.Cli.Output;

namespace Pando.Cli.Commands;

/// <summary>virsh's cpu-models: the processors that machines can have here.</summary>
internal static class ProcessorCommands
{
    public static CliCommand Models(string name)
    {
        var type = Type();
        return new CliCommand(name, "cpu-models", ListAsync, type) { Examples = ["pando cpu-models", "pando cpu-models --virttype qemu"] };

        async Task<int> ListAsync(Run run)
        {
            var models = await run.Client.ListCpuModelsAsync(run.Value(type));
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


    private static Setting Type() => new("--virttype", "TYPE") { Choices = ["kvm", "qemu"] };
}
