using Pando.Daemon;
using Pando.FaultyDaemon;

return await DaemonHost.RunAsync(args, composition => composition.JobFaults = OrderedFaults.FromEnvironment());
