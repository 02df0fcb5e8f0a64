using Pando.Linux.Kvm;

Console.WriteLine(KvmProbe.RunInThisProcess().ToJson());
