using Pando.ScriptedQemu;

// Stands in for the QEMU program in tests of faults: it is started with QEMU's arguments, answers on QMP as a machine
// without a guest would, and does what its script says instead where the script says so. See Script for the words.
Script script = Script.From(args, out string[] arguments);
if (script.ExitAtOnce is { } exit)
{
    await Console.Error.WriteLineAsync(exit.Words);
    return exit.Code;
}

return await new Machine(new CommandLine(arguments), script).RunAsync();
