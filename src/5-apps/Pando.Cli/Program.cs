using Pando.Cli;

return await PandoProgram.RunAsync(args, Surroundings.OfProcess());
