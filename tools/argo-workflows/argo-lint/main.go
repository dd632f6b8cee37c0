// argo-lint lints Argo Workflows manifests offline with upstream's own linter, and says how many objects it has looked at.
// Upstream's command cannot be built from its module (it embeds a web page that is not in it), and does not count.
//
// References are resolved among the files given, so give all of them at once.
//
//	argo-lint FILE_OR_FOLDER...      exit 0: clean; 1: findings; 2: could not run
package main

import (
	"fmt"
	"os"

	"github.com/argoproj/argo-workflows/v3/cmd/argo/lint"
	"github.com/argoproj/argo-workflows/v3/pkg/apiclient"
	wfv1 "github.com/argoproj/argo-workflows/v3/pkg/apis/workflow/v1alpha1"
	fileutil "github.com/argoproj/argo-workflows/v3/util/file"
	"github.com/argoproj/argo-workflows/v3/workflow/common"
)

// Where an object without a namespace is taken to be.
const defaultNamespace = "argo"

// count tells how many objects of the kinds that are linted the files hold.
func count(files []string) (int, error) {
	seen := 0
	for _, file := range files {
		err := fileutil.WalkManifests(file, func(_ string, data []byte) error {
			// Not strict: an object that cannot be read as its kind is still one that was looked at.
			for _, parsed := range common.ParseObjects(data, false) {
				switch parsed.Object.(type) {
				case *wfv1.Workflow, *wfv1.WorkflowTemplate, *wfv1.CronWorkflow, *wfv1.ClusterWorkflowTemplate:
					seen++
				}
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
	}
	return seen, nil
}

func run(files []string) (findings int, err error) {
	seen, err := count(files)
	if err != nil {
		return 0, err
	}
	ctx, client, err := apiclient.NewClientFromOpts(apiclient.Opts{Offline: true, OfflineFiles: files})
	if err != nil {
		return 0, err
	}
	clients, err := serviceClients(client)
	if err != nil {
		return 0, err
	}
	formatter, err := lint.GetFormatter("simple")
	if err != nil {
		return 0, err
	}
	results, err := lint.Lint(ctx, &lint.LintOptions{
		Files: files, Strict: true, DefaultNamespace: defaultNamespace, Formatter: formatter, ServiceClients: clients,
	})
	if err != nil {
		return 0, err
	}
	for _, result := range results.Results {
		for _, finding := range result.Errs {
			findings++
			fmt.Printf("%s: %v\n", result.File, finding)
		}
	}
	fmt.Printf("argo-lint: %d objects, %d findings\n", seen, findings)
	return findings, nil
}

func serviceClients(client apiclient.Client) (clients lint.ServiceClients, err error) {
	clients.WorkflowsClient = client.NewWorkflowServiceClient()
	if clients.WorkflowTemplatesClient, err = client.NewWorkflowTemplateServiceClient(); err != nil {
		return clients, err
	}
	if clients.CronWorkflowsClient, err = client.NewCronWorkflowServiceClient(); err != nil {
		return clients, err
	}
	clients.ClusterWorkflowTemplateClient, err = client.NewClusterWorkflowTemplateServiceClient()
	return clients, err
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: argo-lint FILE_OR_FOLDER...")
		os.Exit(2)
	}
	findings, err := run(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "argo-lint:", err)
		os.Exit(2)
	}
	if findings > 0 {
		os.Exit(1)
	}
}
